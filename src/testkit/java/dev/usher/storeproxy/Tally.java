package dev.usher.storeproxy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counters of one proxy. Incremented on its event loop, read and reset from any thread. */
final class Tally {
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();

    void request(String operation) {
        up(requests, operation);
    }

    void refusal(String code) {
        up(refusals, code);
    }

    void fault(Fault fault) {
        up(faults, fault.name());
    }

    /** Counts a connection that was accepted and dropped during an outage. */
    void dropped() {
        up(faults, "DROPPED_CONNECTION");
    }

    ProxyCounters snapshot() {
        return new ProxyCounters(sums(requests), sums(refusals), sums(faults));
    }

    void reset() {
        requests.clear();
        refusals.clear();
        faults.clear();
    }

    private static void up(Map<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, n -> new LongAdder()).increment();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        return counters.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum()));
    }
}
