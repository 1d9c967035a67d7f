package dev.usher.bench.scenario;

import dev.usher.bench.load.Saturation;
import dev.usher.bench.process.BareProcess;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Scenario (e): reads without a store, against bare Vert.x that answers as many bytes. Every server uses one processor,
 * so that it has one event loop for HTTP; the other is the driver's.
 */
public final class ReadStage {
    static final String ONE_PROCESSOR = "-XX:ActiveProcessorCount=1";
    static final URI NO_STORE = URI.create("http://127.0.0.1:1");
    private static final int IDS = 1_000;
    private static final List<String> RESOURCES = List.of("users", "events");

    private final Form form;
    private final Path logs;
    private final Consumer<Comparison> results;

    private ReadStage(Form form, Path logs, Consumer<Comparison> results) {
        this.form = form;
        this.logs = logs;
        this.results = results;
    }

    /** Also scenario (t), on the same server. */
    public static void run(Form form, Path logs, Predicate<String> wanted, Consumer<Comparison> results)
            throws IOException {
        boolean reads = wanted.test("e");
        boolean tokens = wanted.test(TokenStage.ID);
        if (!reads && !tokens) {
            return;
        }
        var stage = new ReadStage(form, logs, results);
        try (var usher = Server.start(Peer.CANNED, NO_STORE, "e-", logs, ONE_PROCESSOR)) {
            if (reads) {
                stage.compare(usher);
            }
            if (tokens) {
                results.accept(TokenStage.compare(form, logs, usher, reads));
            }
        }
    }

    private void compare(Server usher) {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        for (String resource : RESOURCES) {
            paths.put(
                    resource,
                    IntStream.range(0, IDS)
                            .mapToObj(n -> "/" + resource + "/" + Seed.user(n))
                            .toList());
        }
        List<String> all = paths.values().stream().flatMap(List::stream).toList();
        List<Integer> lengths = RESOURCES.stream()
                .map(resource ->
                        bodyLength(usher.uri().resolve(paths.get(resource).get(0))))
                .toList();
        try (var driver = new Saturation();
                var bare = BareProcess.start(lengths, logs, ONE_PROCESSOR)) {
            driver.measure(bare.uri(), all, form.warmUp());
            driver.measure(usher.uri(), all, form.warmUp());
            paths.forEach((resource, targets) -> {
                List<Comparison.Pair> pairs = new ArrayList<>();
                for (int round = 1; round <= form.rounds(); round++) {
                    Measurement yardstick = measure(driver, bare.uri(), targets, form.paced(), bare::cpu);
                    pairs.add(new Comparison.Pair(
                            measure(driver, usher.uri(), targets, form.paced(), usher::cpu), yardstick));
                }
                results.accept(new Comparison(
                        "e-" + resource,
                        "GET /" + resource + "/{id}, one event loop, canned store",
                        "usher",
                        "bare Vert.x",
                        pairs,
                        List.of(Goal.ratioAtLeast(Metric.RATE, 0.5))));
            });
        }
    }

    private static Measurement measure(
            Saturation driver, URI server, List<String> paths, Duration time, Supplier<Duration> cpu) {
        return measure(duration -> driver.measure(server, paths, duration), time, cpu);
    }

    /** @param load sends for the given time, and returns the answers a second */
    static Measurement measure(ToDoubleFunction<Duration> load, Duration time, Supplier<Duration> cpu) {
        Duration before = cpu.get();
        double perSecond = load.applyAsDouble(time);
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
