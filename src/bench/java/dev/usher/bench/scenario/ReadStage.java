package dev.usher.bench.scenario;

import dev.usher.bench.load.Saturation;
import dev.usher.bench.process.Canned;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Scenario (e): reads with nothing behind them, against bare Vert.x that answers as many bytes. Every server sees one
 * processor, so that it has one event loop for HTTP; the other is the driver's.
 */
public final class ReadStage {
    private static final String ONE_PROCESSOR = "-XX:ActiveProcessorCount=1";
    private static final int IDS = 1_000;

    private ReadStage() {}

    public static void run(Form form, Path logs, Predicate<String> wanted, Consumer<Comparison> results) {
        if (!wanted.test("e")) {
            return;
        }
        try (var store = Canned.store(logs);
                var usher = Server.start(Peer.LEDGER, store.uri(), "e-", logs, ONE_PROCESSOR);
                var driver = new Saturation()) {
            for (String resource : List.of("users", "events")) {
                List<String> paths = IntStream.range(0, IDS)
                        .mapToObj(n -> "/" + resource + "/" + Seed.user(n))
                        .toList();
                int length = bodyLength(usher.uri().resolve(paths.get(0)));
                try (var bare = Canned.bareServer(length, logs, ONE_PROCESSOR)) {
                    driver.measure(bare.uri(), paths, form.warmUp());
                    driver.measure(usher.uri(), paths, form.warmUp());
                    List<Comparison.Pair> pairs = new ArrayList<>();
                    for (int round = 1; round <= form.rounds(); round++) {
                        Measurement yardstick = measure(driver, bare.uri(), paths, form.paced(), bare::cpu);
                        pairs.add(new Comparison.Pair(
                                measure(driver, usher.uri(), paths, form.paced(), usher::cpu), yardstick));
                    }
                    results.accept(new Comparison(
                            "e-" + resource,
                            "GET /" + resource + "/{id}, one event loop, canned store",
                            "usher",
                            "bare Vert.x",
                            pairs,
                            List.of(Goal.ratioAtLeast(Metric.RATE, 0.5))));
                }
            }
        }
    }

    private static Measurement measure(
            Saturation driver, URI server, List<String> paths, Duration time, Supplier<Duration> cpu) {
        Duration before = cpu.get();
        double perSecond = driver.measure(server, paths, time);
        return Measurement.of(perSecond, cpu.get().minus(before), time);
    }

    private static int bodyLength(URI uri) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
                    .body()
                    .length;
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
