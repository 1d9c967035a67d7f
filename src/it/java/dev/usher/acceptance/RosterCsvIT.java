package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A roster as CSV, read by Python's csv module as the contract says. The rows are written past the server. */
class RosterCsvIT {
    /** Texts that a program could take for something else; each gets the number of its user. */
    private static final List<String> NAMES = List.of(
            "Ada %d",
            "=SUM(A1:A%d)",
            "Lovelace, Ada %d",
            "\"The\" Countess %d",
            "two\nlines %d",
            "\r\n%d",
            "'quoted' %d",
            "''%d",
            "+49 30 %d",
            "-%d",
            "@%d",
            "\t%d",
            "＝%d",
            " blank %d ",
            "Ünïcödé 😀 %d",
            "=\"a\",'%d",
            "Ada;=SUM(A1:A%d);'x;;\"=%d");

    private static final String READER =
            """
            import csv, io, json, re, sys
            text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8', newline='')
            for row in csv.DictReader(text, strict=True):
                print(json.dumps({name: re.sub("(^|;)'", r"\\1", cell) for name, cell in row.items()}))
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_GROWTH_MEGABYTES = 12;

    @TempDir
    private Path folder;

    private final String prefix = TestDynamoDb.newPrefix();

    @Test
    void everyRowComesBackUnharmed() throws Exception {
        assumePython();
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), prefix, Map.of())) {
            write(130, 120);
            verify(download(usher.uri()).get(60, TimeUnit.SECONDS), 130, 120);
        }
    }

    /** In a process with the memory of the image, whose live heap is measured throughout. */
    @Test
    @Tag("soak")
    void aHundredThousandRowsTakeNoMoreHeapThanAFew() throws Exception {
        assumePython();
        try (var usher =
                UsherProcess.start(TestDynamoDb.endpoint(), prefix, UsherProcess.AS_SHIPPED, UsherProcess.IMAGE)) {
            write(60_000, 40_000);
            long before = ProcessStats.of(usher.pid()).liveMegabytes();
            long begun = System.nanoTime();
            var download = download(usher.uri());
            long most = 0;
            int looks = 0;
            while (!isDoneInASecond(download)) {
                most = Math.max(most, ProcessStats.of(usher.pid()).liveMegabytes());
                looks++;
            }
            System.out.printf(
                    "csv: 100,000 rows in %.1f s, live heap %d MB before, at most %d MB in %d looks%n",
                    (System.nanoTime() - begun) / 1e9, before, most, looks);
            assertThat(looks).isPositive();
            assertThat(most).isLessThanOrEqualTo(before + MAX_GROWTH_MEGABYTES);
            verify(download.join(), 60_000, 40_000);
        }
    }

    private static boolean isDoneInASecond(CompletableFuture<?> download) throws Exception {
        try {
            download.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private CompletableFuture<Path> download(URI server) {
        var request = HttpRequest.newBuilder(server.resolve("/events/jazz/registrations"))
                .header("Accept", "text/csv")
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofFile(folder.resolve("roster.csv")))
                .thenApply(response -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    return response.body();
                });
    }

    private void verify(Path csv, int seats, int waiting) throws Exception {
        var rows = folder.resolve("rows.json");
        var python = new ProcessBuilder("python3", "-c", READER)
                .redirectInput(csv.toFile())
                .redirectOutput(rows.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isZero();
        int read = 0;
        try (var lines = Files.newBufferedReader(rows)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(JSON.readTree(line)).isEqualTo(expected(read, seats));
                read++;
            }
        }
        assertThat(read).isEqualTo(seats + waiting);
    }

    private static JsonNode expected(int number, int seats) {
        boolean waits = number >= seats;
        var ticket = waits ? Integer.toString(number - seats + 1) : "";
        return JSON.createObjectNode()
                .put("userId", user(number))
                .put("name", name(number))
                .put("status", waits ? "waitlisted" : "registered")
                .put("waitlistPosition", ticket)
                .put("registeredAt", "2026-01-01T00:00:00Z")
                .put("promotedAt", "")
                .put("waitlistTicket", ticket);
    }

    private static String user(int number) {
        return "user-%06d".formatted(number);
    }

    private static String name(int number) {
        return NAMES.get(number % NAMES.size()).formatted(number, number);
    }

    private void write(int seats, int waiting) {
        try (var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            rows.event("jazz", seats, seats, waiting, waiting, 0);
            List<Map<String, AttributeValue>> users = new ArrayList<>();
            List<Map<String, AttributeValue>> registrations = new ArrayList<>();
            List<Map<String, AttributeValue>> waitlist = new ArrayList<>();
            for (int number = 0; number < seats + waiting; number++) {
                users.add(StoredRows.userItem(user(number), name(number)));
                boolean waits = number >= seats;
                var row = StoredRows.registration("jazz", user(number), waits ? "waitlisted" : "registered");
                if (waits) {
                    var ticket = StoredRows.number(number - seats + 1L);
                    row.put("ticket", ticket);
                    var entry = new HashMap<>(row);
                    entry.remove("status");
                    waitlist.add(entry);
                }
                registrations.add(row);
            }
            rows.putAll("Users", users);
            rows.putAll("Registrations", registrations);
            rows.putAll("Waitlist", waitlist);
        }
    }

    private static void assumePython() throws InterruptedException {
        boolean found;
        try {
            found = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            found = false;
        }
        assumeTrue(found, "python3 is not installed");
    }
}
