package dev.usher.storeproxy;

/**
 * Behaviour of the store. Immutable; replaced to change the behaviour of a running proxy.
 *
 * @param transactions latency of TransactWriteItems and TransactGetItems
 * @param others latency of everything else
 * @param conflicts whether writes that overlap a transaction under way on the same item are rejected
 * @param seed of every random draw; the draws restart whenever the behaviour is set
 * @param dateOffsetMillis how far the {@code Date} of replies is ahead of the proxy's clock; 0 keeps the store's
 */
public record FaultProfile(
        Latency transactions,
        Latency others,
        boolean conflicts,
        Throttling throttling,
        Faults faults,
        Outage outage,
        long seed,
        long dateOffsetMillis) {

    /** No faults and no added latency. */
    public static final FaultProfile KIND =
            new FaultProfile(Latency.NONE, Latency.NONE, false, Throttling.OFF, Faults.NONE, Outage.NONE, 1, 0);

    /** As the real service in a busy region: slow transactions with a tail, and conflicts. */
    public static final FaultProfile CONTENDED =
            KIND.withLatency(new Latency(25, 95), new Latency(5, 20)).withConflicts(true);

    /** {@link #CONTENDED}, with 1,000 write units a second for each partition. */
    public static final FaultProfile REAL = CONTENDED.withThrottling(new Throttling(1000, 100, Throttling.Form.REASON));

    public FaultProfile withLatency(Latency transactions, Latency others) {
        return new FaultProfile(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public FaultProfile withConflicts(boolean conflicts) {
        return new FaultProfile(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public FaultProfile withThrottling(Throttling throttling) {
        return new FaultProfile(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public FaultProfile withFaults(Faults faults) {
        return new FaultProfile(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public FaultProfile withOutage(Outage outage) {
        return new FaultProfile(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public FaultProfile withSeed(long seed) {
        return new FaultProfile(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public FaultProfile withDateOffset(long millis) {
        return new FaultProfile(transactions, others, conflicts, throttling, faults, outage, seed, millis);
    }

    boolean looksAtItems() {
        return conflicts || throttling.limits();
    }
}
