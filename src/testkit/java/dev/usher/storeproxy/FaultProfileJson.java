package dev.usher.storeproxy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Converts the store's behaviour from and to the JSON of the admin endpoint. Missing members mean no fault. */
public final class FaultProfileJson {
    private FaultProfileJson() {}

    public static JsonObject write(FaultProfile manners) {
        var probabilities = new JsonObject();
        manners.faults().probabilities().forEach((fault, p) -> probabilities.put(fault.name(), p));
        return new JsonObject()
                .put("transactions", latency(manners.transactions()))
                .put("others", latency(manners.others()))
                .put("conflicts", manners.conflicts())
                .put(
                        "throttling",
                        new JsonObject()
                                .put("unitsPerSecond", manners.throttling().unitsPerSecond())
                                .put("burst", manners.throttling().burst())
                                .put("form", manners.throttling().form().name()))
                .put(
                        "faults",
                        new JsonObject()
                                .put("probabilities", probabilities)
                                .put(
                                        "operations",
                                        new JsonArray(manners.faults().operations().stream()
                                                .sorted()
                                                .toList()))
                                .put("stallMillis", manners.faults().stallMillis()))
                .put("outage", manners.outage().name())
                .put("seed", manners.seed())
                .put("dateOffsetMillis", manners.dateOffsetMillis());
    }

    /** @throws RuntimeException when the JSON is invalid */
    public static FaultProfile read(JsonObject json) {
        var throttling = json.getJsonObject("throttling", new JsonObject());
        return new FaultProfile(
                latency(json.getJsonObject("transactions", new JsonObject())),
                latency(json.getJsonObject("others", new JsonObject())),
                json.getBoolean("conflicts", false),
                new Throttling(
                        throttling.getInteger("unitsPerSecond", 0),
                        throttling.getInteger("burst", 0),
                        Throttling.Form.valueOf(throttling.getString("form", Throttling.Form.REASON.name()))),
                faults(json.getJsonObject("faults", new JsonObject())),
                Outage.valueOf(json.getString("outage", Outage.NONE.name())),
                json.getLong("seed", 1L),
                json.getLong("dateOffsetMillis", 0L));
    }

    private static Faults faults(JsonObject json) {
        Map<Fault, Double> probabilities = new EnumMap<>(Fault.class);
        json.getJsonObject("probabilities", new JsonObject())
                .forEach(entry ->
                        probabilities.put(Fault.valueOf(entry.getKey()), ((Number) entry.getValue()).doubleValue()));
        Set<String> operations = json.getJsonArray("operations", new JsonArray()).stream()
                .map(String.class::cast)
                .collect(Collectors.toSet());
        return new Faults(probabilities, operations, json.getLong("stallMillis", 0L));
    }

    private static JsonObject latency(Latency latency) {
        return new JsonObject().put("p50", latency.p50()).put("p99", latency.p99());
    }

    private static Latency latency(JsonObject json) {
        double p50 = json.getDouble("p50", 0.0);
        return new Latency(p50, json.getDouble("p99", p50));
    }
}
