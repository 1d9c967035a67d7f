package dev.usher.bench.scenario;

import dev.usher.bench.load.Saturation;
import dev.usher.bench.process.Peer;
import dev.usher.bench.process.Server;
import dev.usher.issuer.IssuerStub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scenario (t): the reads of scenario (e) by users with tokens, against the same reads on a server without
 * authentication. Both servers use one processor. Each user has one token and sends it repeatedly.
 */
final class TokenStage {
    static final String ID = "t";
    private static final int PEOPLE = 1_000;
    private static final double GOAL = 0.85;

    private TokenStage() {}

    /** @param warm whether the server without authentication has served reads before */
    static Comparison compare(Form form, Path logs, Server open, boolean warm) throws IOException {
        try (var issuer = IssuerStub.start()) {
            // Everybody comes from one address, far more often than anybody would.
            var settings = new HashMap<>(issuer.settings());
            settings.put("USHER_RATE_LIMIT", "0");
            try (var asking = Server.start(
                            Peer.CANNED, ReadStage.NO_STORE, "t-", logs, settings, ReadStage.ONE_PROCESSOR);
                    var driver = new Saturation()) {
                return compare(form, driver, asking, open, tokens(issuer), warm);
            }
        }
    }

    private static List<String> tokens(IssuerStub issuer) {
        return IntStream.range(0, PEOPLE)
                .mapToObj(n -> issuer.token(Seed.user(n), "openid", "profile"))
                .toList();
    }

    private static Comparison compare(
            Form form, Saturation driver, Server asking, Server open, List<String> tokens, boolean warm) {
        var paths = IntStream.range(0, PEOPLE)
                .mapToObj(n -> "/events/" + Seed.user(n))
                .toList();
        if (!warm) {
            driver.measure(open.uri(), paths, form.warmUp());
        }
        driver.measure(asking.uri(), paths, tokens, form.warmUp());
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int round = 1; round <= form.rounds(); round++) {
            var without = ReadStage.measure(time -> driver.measure(open.uri(), paths, time), form.paced(), open::cpu);
            var with = ReadStage.measure(
                    time -> driver.measure(asking.uri(), paths, tokens, time), form.paced(), asking::cpu);
            pairs.add(new Comparison.Pair(with, without));
        }
        return new Comparison(
                ID,
                "GET /events/{id}, one event loop, canned store",
                "with tokens",
                "without",
                pairs,
                List.of(Goal.ratioAtLeast(Metric.RATE, GOAL)));
    }
}
