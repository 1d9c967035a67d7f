package dev.usher.http.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.http.ApiFixture;
import dev.usher.http.EdgeOptions;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.http.response.RequestListener;
import dev.usher.registrations.ListRegistrations;
import dev.usher.registrations.RosterEntry;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads over real connections, in front of a fake service. */
class RosterDownloadsTest {
    private static final Timestamp NOW = new Timestamp("2026-11-22T09:30:00Z");
    private static final String PATH = "/events/jazz/registrations";
    private static final String TYPE = "text/csv; charset=utf-8";
    /** Of one caller, on the two event loops. */
    private static final int AT_ONCE = 2 * RosterDownloads.MAX / 4;

    private final ApiFixture api = new ApiFixture();
    private final Queue<ListRegistrations> asked = new ConcurrentLinkedQueue<>();
    private volatile Function<ListRegistrations, Future<Outcome<Page<RosterEntry>>>> service = this::jazz;
    private volatile String owner;

    @BeforeEach
    void serve() {
        serve(api);
    }

    private void serve(ApiFixture server) {
        server.serve(ListRegistrations.class, q -> {
            asked.add(q);
            return service.apply(q);
        });
        server.serve(
                GetEvent.class,
                q -> Future.succeededFuture(Outcome.done(
                        new Event(q.eventId(), "Jazz", 5, true, new Event.Counts(5, 2, 9, 7, 12), NOW, null)
                                .ownedBy(owner))));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** Two pages of seats, an empty page, and one of the waitlist. */
    private Future<Outcome<Page<RosterEntry>>> jazz(ListRegistrations q) {
        var place = q.status().text() + " " + q.after();
        return Future.succeededFuture(Outcome.done(
                switch (place) {
                    case "registered null" -> new Page<>(List.of(entry("ada", "Ada", 0)), "ada");
                    case "registered ada" -> new Page<>(List.of(entry("bob", null, 0)), null);
                    case "waitlisted null" -> new Page<>(List.of(), "17");
                    case "waitlisted 17" -> new Page<>(List.of(entry("grace", "Grace", 1)), null);
                    default -> throw new AssertionError(place);
                }));
    }

    @Test
    void downloadContainsSeatsAndThenTheWaitlist() {
        var response = api.get(PATH, "Accept", "text/csv");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(TYPE);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"registrations-jazz.csv\"");
        assertThat(response.body())
                .isEqualTo("userId,name,status,waitlistPosition,registeredAt,promotedAt,waitlistTicket\r\n"
                        + "ada,Ada,registered,,2026-11-22T09:30:00Z,,\r\n"
                        + "bob,,registered,,2026-11-22T09:30:00Z,,\r\n"
                        + "grace,Grace,waitlisted,1,2026-11-22T09:30:00Z,,18\r\n");
        assertThat(asked)
                .containsExactly(
                        new ListRegistrations("jazz", Status.REGISTERED, 100, null),
                        new ListRegistrations("jazz", Status.REGISTERED, 100, "ada"),
                        new ListRegistrations("jazz", Status.WAITLISTED, 100, null),
                        new ListRegistrations("jazz", Status.WAITLISTED, 100, "17"));
    }

    @Test
    void statusSelectsOnePart() {
        assertThat(api.get(PATH + "?status=registered", "Accept", "text/csv").body())
                .contains("ada", "bob")
                .doesNotContain("grace");
        assertThat(api.get(PATH + "?status=waitlisted", "Accept", "text/csv").body())
                .contains("grace")
                .doesNotContain("ada", "bob");
    }

    @Test
    void headReturnsTheHeadersOnly() {
        var response = api.send(api.request(PATH)
                .header("Accept", "text/csv")
                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(TYPE);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv|true",
                "text/csv;q=0.5, application/json;q=0.4|true",
                "TEXT/CSV|true",
                "application/json, text/csv|false",
                "text/*|true",
                "*/*|false",
                "application/*|false",
                "text/html, */*;q=0.8|false",
                "text/csv, */*|true",
                "*/*, text/csv|true",
                "*/*, text/csv;q=0.9|false",
                "application/*, text/csv|true",
                "text/*;q=0.2, application/*;q=0.3|false",
                "text/csv;q=0.1, text/*, application/json;q=0.5|false",
                "application/json;q=0, */*|true",
                "text/csv;q=0.2, text/csv|true",
                "text/csv;q=0|false",
                "text/csv;q=-1|false",
                "image/png|false"
            })
    void acceptHeaderChoosesBetweenPagesAndCsv(String accept, boolean csv) {
        assertThat(api.get(PATH, "Accept", accept).headers().firstValue("Content-Type"))
                .contains(csv ? TYPE : "application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=50", "cursor=YWRh"})
    void pagingDoesNotApply(String query) {
        var response = api.get(PATH + "?" + query, "Accept", "text/csv");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getJsonArray("errors").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("in", "query")
                        .put("name", query.substring(0, query.indexOf('=')))
                        .put("message", "does not apply to text/csv"));
        assertThat(asked).isEmpty();
    }

    @Test
    void refusalIsAnOrdinaryResponse() {
        service = q -> Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
        for (int i = 0; i <= AT_ONCE; i++) {
            assertThat(ApiFixture.code(api.get(PATH, "Accept", "text/csv"))).isEqualTo("event-not-found");
        }
    }

    /** An orderly end would be the end of the file for a client of HTTP/1.0, such as a proxy. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
    void failureInTheMiddleResetsTheConnection(String version) throws Exception {
        for (var failure : List.<Future<Outcome<Page<RosterEntry>>>>of(
                Future.failedFuture("unexpected"), Future.succeededFuture(Outcome.refused(RefusalReason.BUSY)))) {
            Promise<Outcome<Page<RosterEntry>>> second = Promise.promise();
            service = q -> q.after() == null ? jazz(q) : second.future();
            try (var reader = new Reader(version, 64 * 1024)) {
                assertThat(reader.until("ada,Ada")).contains("200 OK");
                failure.onComplete(second);
                assertThatThrownBy(reader::rest)
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
            }
        }
    }

    @Test
    void downloadIsResetWhenItsTokenHasExpired() throws Exception {
        assertResetAfterTheFirstPage(System.currentTimeMillis());
    }

    @Test
    void downloadIsResetWhenTheEventWasHandedOver() throws Exception {
        service = q -> {
            owner = "oscar";
            return jazz(q);
        };
        assertResetAfterTheFirstPage(Long.MAX_VALUE);
    }

    /** Downloads the roster for its owner, whose token expires at that moment. */
    private void assertResetAfterTheFirstPage(long untilMillis) throws Exception {
        owner = "olga";
        var olga = new Caller(Optional.of(owner), Set.of(Scope.EVENTS), untilMillis);
        TokenAuthenticator tokens = (token, deadline) -> Future.succeededFuture(Optional.of(olga));
        try (var secured =
                new ApiFixture(60_000, vertx -> EdgeOptions.PLAIN, RequestListener.NONE, Optional.of(() -> tokens))) {
            serve(secured);
            try (var reader = new Reader(secured.port(), "HTTP/1.0", 64 * 1024)) {
                assertThat(reader.until("ada,Ada")).contains("200 OK");
                assertThatThrownBy(reader::rest).isInstanceOf(SocketException.class);
            }
        }
        assertThat(asked).containsExactly(new ListRegistrations("jazz", Status.REGISTERED, 100, null));
    }

    @Test
    void stopResetsAnIncompleteDownload() throws Exception {
        service = q -> q.after() == null
                ? jazz(q)
                : Promise.<Outcome<Page<RosterEntry>>>promise().future();
        try (var reader = new Reader("HTTP/1.0", 64 * 1024)) {
            reader.until("ada,Ada");
            var stopped = api.stopServing();
            assertThatThrownBy(reader::rest).isInstanceOf(SocketException.class);
            ApiFixture.await(stopped);
        }
    }

    /** Every page is read only after the client has taken the one before. */
    @Test
    void clientThatDoesNotReadCausesNoFurtherPages() throws Exception {
        var pages = new AtomicInteger();
        var many = Collections.nCopies(100, entry("ada", "x".repeat(200), 0));
        service =
                q -> Future.succeededFuture(Outcome.done(new Page<>(many, Integer.toString(pages.incrementAndGet()))));
        try (var reader = new Reader("HTTP/1.1", 4 * 1024)) {
            reader.until("ada,");
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60)).until(() -> still(pages));
            int before = pages.get();
            reader.skip(4 * 1024 * 1024);
            await().atMost(Duration.ofSeconds(60)).until(() -> pages.get() > before);
        }
        int closed = pages.get();
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60)).until(() -> still(pages));
        assertThat(pages.get()).isGreaterThanOrEqualTo(closed);
    }

    private int last = -1;

    private boolean still(AtomicInteger pages) {
        int now = pages.get();
        boolean same = now == last;
        last = now;
        return same;
    }

    @Test
    void downloadsOfACallerHaveALimit() throws Exception {
        Promise<Void> open = Promise.promise();
        service = q -> open.future().compose(opened -> jazz(q));
        var clients = Executors.newFixedThreadPool(AT_ONCE + 1);
        try {
            var refused = new AtomicInteger();
            var all = IntStream.rangeClosed(0, AT_ONCE)
                    .mapToObj(i -> clients.submit(() -> {
                        var response = api.sendUnchecked(api.request(PATH).header("Accept", "text/csv"));
                        if (response.statusCode() == 429) {
                            refused.incrementAndGet();
                        }
                        return response.statusCode();
                    }))
                    .toList();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> refused.get() > 0 && refused.get() + asked.size() > AT_ONCE);
            open.complete();
            for (var one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isIn(200, 429);
            }
            assertThat(refused.get()).isBetween(1, AT_ONCE / 2 + 1);
        } finally {
            clients.shutdownNow();
        }
        for (int i = 0; i <= AT_ONCE; i++) {
            assertThat(api.get(PATH, "Accept", "text/csv").statusCode()).isEqualTo(200);
        }
    }

    private static RosterEntry entry(String userId, String name, int position) {
        var status = position > 0 ? Status.WAITLISTED : Status.REGISTERED;
        var ticket = position > 0 ? 18L : null;
        return new RosterEntry(
                new RegistrationView(new Registration("jazz", userId, status, NOW, ticket, null, null), position),
                name);
    }

    /** Client whose request is sent, with a socket that receives as many octets ahead. */
    private final class Reader implements AutoCloseable {
        private final Socket socket = new Socket();

        Reader(String version, int octets) throws IOException {
            this(api.port(), version, octets);
        }

        Reader(int port, String version, int octets) throws IOException {
            socket.setReceiveBufferSize(octets);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.getOutputStream()
                    .write(("GET " + PATH + " " + version
                                    + "\r\nHost: x\r\nAccept: text/csv\r\nAuthorization: Bearer token\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }

        String until(String text) throws IOException {
            var read = new StringBuilder();
            while (read.indexOf(text) < 0) {
                int octet = socket.getInputStream().read();
                assertThat(octet).as(read.toString()).isNotNegative();
                read.append((char) octet);
            }
            return read.toString();
        }

        void skip(int octets) throws IOException {
            socket.getInputStream().skipNBytes(octets);
        }

        byte[] rest() throws IOException {
            return socket.getInputStream().readAllBytes();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
