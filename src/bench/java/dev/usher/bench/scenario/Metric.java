package dev.usher.bench.scenario;

/** Metric of a run. */
public enum Metric {
    RATE("answers/s"),
    P50("p50 ms"),
    P99("p99 ms"),
    CPU("server CPU µs/answer"),
    STORE_REQUESTS("DynamoDB requests/answer");

    private final String title;

    Metric(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
