package dev.usher.bench.scenario;

import dev.usher.bench.load.Saturation;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import dev.usher.issuer.IssuerStub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Scenario (t): the reads of scenario (e) by people who bring tokens, against the same reads where nobody is asked for
 * one. Both servers see one processor. Each of the people has one token and comes again and again.
 */
public final class TokenStage {
    private static final String ONE_PROCESSOR = "-XX:ActiveProcessorCount=1";
    private static final URI NO_STORE = URI.create("http://127.0.0.1:1");
    private static final int PEOPLE = 1_000;
    private static final double GOAL = 0.85;

    private TokenStage() {}

    public static void run(Form form, Path logs, Predicate<String> wanted, Consumer<Comparison> results)
            throws IOException {
        if (!wanted.test("t")) {
            return;
        }
        try (var issuer = IssuerStub.start()) {
            // Everybody comes from one address, far more often than anybody would.
            var settings = new HashMap<>(issuer.settings());
            settings.put("USHER_RATE_LIMIT", "0");
            try (var asking = Server.start(Peer.CANNED, NO_STORE, "t-", logs, settings, ONE_PROCESSOR);
                    var open = Server.start(Peer.CANNED, NO_STORE, "t-", logs, Map.of(), ONE_PROCESSOR)) {
                results.accept(compare(form, asking, open, tokens(issuer)));
            }
        }
    }

    private static List<String> tokens(IssuerStub issuer) {
        return IntStream.range(0, PEOPLE)
                .mapToObj(n -> issuer.token(Seed.user(n), "openid", "profile"))
                .toList();
    }

    private static Comparison compare(Form form, Server asking, Server open, List<String> tokens) {
        var paths = IntStream.range(0, PEOPLE)
                .mapToObj(n -> "/events/" + Seed.user(n))
                .toList();
        try (var driver = new Saturation()) {
            driver.measure(open.uri(), paths, form.warmUp());
            driver.measure(asking.uri(), paths, tokens, form.warmUp());
            List<Comparison.Pair> pairs = new ArrayList<>();
            for (int round = 1; round <= form.rounds(); round++) {
                var without =
                        ReadStage.measure(time -> driver.measure(open.uri(), paths, time), form.paced(), open::cpu);
                var with = ReadStage.measure(
                        time -> driver.measure(asking.uri(), paths, tokens, time), form.paced(), asking::cpu);
                pairs.add(new Comparison.Pair(with, without));
            }
            return new Comparison(
                    "t",
                    "GET /events/{id}, one event loop, canned store",
                    "with tokens",
                    "without",
                    pairs,
                    List.of(Goal.ratioAtLeast(Metric.RATE, GOAL)));
        }
    }
}
