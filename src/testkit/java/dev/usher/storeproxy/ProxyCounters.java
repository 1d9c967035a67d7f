package dev.usher.storeproxy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counters of a proxy since they were last reset.
 *
 * @param requests by operation, those that met a fault or a refusal included
 * @param refusals by error code or cancellation reason, given by the proxy for conflicts and throttling
 * @param faults by kind
 */
public record ProxyCounters(Map<String, Long> requests, Map<String, Long> refusals, Map<String, Long> faults) {
    public ProxyCounters {
        requests = Map.copyOf(requests);
        refusals = Map.copyOf(refusals);
        faults = Map.copyOf(faults);
    }

    public static ProxyCounters read(JsonObject json) {
        return new ProxyCounters(part(json, "requests"), part(json, "refusals"), part(json, "faults"));
    }

    public JsonObject write() {
        return new JsonObject()
                .put("requests", part(requests))
                .put("refusals", part(refusals))
                .put("faults", part(faults));
    }

    /** Requests of all operations. */
    public long total() {
        return requests.values().stream().mapToLong(n -> n).sum();
    }

    public long requests(String operation) {
        return requests.getOrDefault(operation, 0L);
    }

    public long refusals(String code) {
        return refusals.getOrDefault(code, 0L);
    }

    public long faults(Fault fault) {
        return faults.getOrDefault(fault.name(), 0L);
    }

    private static Map<String, Long> part(JsonObject json, String name) {
        Map<String, Long> part = new TreeMap<>();
        json.getJsonObject(name, new JsonObject())
                .forEach(entry -> part.put(entry.getKey(), ((Number) entry.getValue()).longValue()));
        return part;
    }

    private static JsonObject part(Map<String, Long> part) {
        var json = new JsonObject();
        new TreeMap<>(part).forEach(json::put);
        return json;
    }
}
