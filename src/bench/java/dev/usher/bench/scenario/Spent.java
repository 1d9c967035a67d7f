package dev.usher.bench.scenario;

import dev.usher.storeproxy.ProxyCounters;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Resources used by one run.
 *
 * @param each CPU time of each server process
 * @param store CPU time of DynamoDB Local and its proxy
 * @param driver CPU time of this process
 * @param counts requests to the store, and the proxy's refusals
 */
public record Spent(List<Duration> each, Duration store, Duration driver, ProxyCounters counts) {
    static final Spent UNKNOWN =
            new Spent(List.of(), Duration.ZERO, Duration.ZERO, new ProxyCounters(Map.of(), Map.of(), Map.of()));

    public Spent {
        each = List.copyOf(each);
    }

    /** CPU time of all server processes. */
    public Duration servers() {
        return each.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
