package dev.usher.bench.report;

import dev.usher.bench.scenario.Comparison;
import dev.usher.bench.scenario.Form;
import dev.usher.bench.scenario.Measurement;
import dev.usher.bench.scenario.Metric;
import dev.usher.bench.scenario.Spent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Machine-readable report: all comparisons with every round's figures. */
final class Json {
    private Json() {}

    static JsonObject of(Form form, List<Comparison> comparisons) {
        var array = new JsonArray();
        comparisons.forEach(comparison -> array.add(comparison(comparison)));
        return new JsonObject()
                .put("form", form.name())
                .put("machine", Machine.describe())
                .put("comparisons", array);
    }

    private static JsonObject comparison(Comparison comparison) {
        var rounds = new JsonArray();
        comparison
                .pairs()
                .forEach(pair -> rounds.add(new JsonObject()
                        .put(comparison.subject(), measurement(pair.subject()))
                        .put(comparison.yardstick(), measurement(pair.yardstick()))));
        var ratios = new JsonObject();
        for (Metric metric : Metric.values()) {
            double ratio = comparison.ratio(metric);
            if (Double.isFinite(ratio)) {
                ratios.put(metric.name().toLowerCase(Locale.ROOT), ratio);
            }
        }
        var goals = new JsonArray();
        comparison
                .goals()
                .forEach(goal ->
                        goals.add(new JsonObject().put("goal", goal.text()).put("met", goal.metBy(comparison))));
        return new JsonObject()
                .put("id", comparison.id())
                .put("title", comparison.title())
                .put("medianRatios", ratios)
                .put("goals", goals)
                .put("rounds", rounds);
    }

    private static JsonObject measurement(Measurement measurement) {
        var json = new JsonObject();
        measurement.figures().forEach((metric, figure) -> json.put(metric.name().toLowerCase(Locale.ROOT), figure));
        var statuses = new JsonObject();
        measurement.statuses().forEach((status, count) -> statuses.put(status.toString(), count));
        return json.put("statuses", statuses)
                .put("unanswered", measurement.unanswered())
                .put("retries", measurement.retries())
                .put("spent", spent(measurement.spent()));
    }

    private static JsonObject spent(Spent spent) {
        var servers = new JsonArray();
        spent.each().forEach(server -> servers.add(server.toMillis()));
        return new JsonObject()
                .put("serverCpuMillis", servers)
                .put("storeCpuMillis", spent.store().toMillis())
                .put("driverCpuMillis", spent.driver().toMillis())
                .put("dynamodb", spent.counts().write());
    }
}
