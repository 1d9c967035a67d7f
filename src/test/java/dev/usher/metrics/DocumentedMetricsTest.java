package dev.usher.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.client.CallListener;
import dev.usher.events.Event;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.report.TurnReport;
import dev.usher.service.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the tables of docs/metrics.md with the metrics of a server that has recorded something of each kind. */
class DocumentedMetricsTest {
    private static final Path DOCUMENT = Path.of("docs", "metrics.md");
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "usher", "metrics");
    private static final Pattern NAME_IN_CODE = Pattern.compile("\"(usher(?:\\.[a-z]+)+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `usher_\\w+` \\|[^|]*\\|[^|]*\\|");
    /** Micrometer exports the maximum of a histogram as a metric of its own. */
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (usher_\\w+(?<!_max)) (\\w+)");

    private static final Pattern LABEL = Pattern.compile("[{,]([a-z]+)=");

    @Test
    void documentNamesEveryMetricWithItsTypeAndLabels() throws IOException {
        var scrape = scrape();
        var registered = TYPE.matcher(scrape)
                .results()
                .map(type -> row(type.group(1), type.group(2), scrape))
                .toList();
        assertThat(ROW.matcher(Files.readString(DOCUMENT)).results().map(row -> row.group()))
                .containsExactlyInAnyOrderElementsOf(registered);
    }

    @Test
    void everyMetricOfTheCodeIsRecorded() throws IOException {
        var scrape = scrape();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (var file : files.toList()) {
                assertThat(NAME_IN_CODE
                                .matcher(Files.readString(file))
                                .results()
                                .map(name -> name.group(1)))
                        .allSatisfy(name -> assertThat(scrape).contains("# TYPE " + name.replace('.', '_')));
            }
        }
    }

    private static String row(String name, String type, String scrape) {
        var series = type.equals("histogram") || type.equals("summary") ? name + "_count" : name;
        var sample = scrape.lines()
                .filter(line -> line.startsWith(series + "{") || line.startsWith(series + " "))
                .findFirst()
                .orElseThrow();
        var labels = LABEL.matcher(sample)
                .results()
                .map(label -> "`" + label.group(1) + "`")
                .collect(Collectors.joining(", "));
        return "| `" + name + "` | " + type + " |" + (labels.isEmpty() ? " |" : " " + labels + " |");
    }

    private static String scrape() {
        try (var metrics = new Metrics("1.0")) {
            metrics.requests().answered("register", 200, "ok", 1);
            metrics.bus().asked(String.class);
            metrics.calls().ended("Query", CallListener.Result.OK, 1);
            metrics.calls().unreadable("Events");
            metrics.edge().certificateRejected();
            metrics.ledger().turned(report());
            metrics.watchQueue(() -> 0);
            metrics.webhook().started(() -> 0, () -> false);
            return metrics.scrape();
        }
    }

    private static TurnReport report() {
        var event = new Event("jazz", "Jazz", 9, true, Event.Counts.NEW, Timestamp.now(), null);
        var turn = new Turn(event, event, List.of(), List.of(), List.of(), event.createdAt());
        return new TurnReport("jazz", Optional.of(turn), 1, 0, 0, 0, Map.of(), -1, false);
    }
}
