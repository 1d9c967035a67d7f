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
public record Manners(
        Latency transactions,
        Latency others,
        boolean conflicts,
        Throttling throttling,
        Faults faults,
        Outage outage,
        long seed,
        long dateOffsetMillis) {

    /** No faults and no added latency. */
    public static final Manners KIND =
            new Manners(Latency.NONE, Latency.NONE, false, Throttling.OFF, Faults.NONE, Outage.NONE, 1, 0);

    /** As the real service in a busy region: slow transactions with a tail, and conflicts. */
    public static final Manners CONTENDED =
            KIND.withLatency(new Latency(25, 95), new Latency(5, 20)).withConflicts(true);

    /** {@link #CONTENDED}, with 1,000 write units a second for each partition. */
    public static final Manners REAL = CONTENDED.withThrottling(new Throttling(1000, 100, Throttling.Form.REASON));

    public Manners withLatency(Latency transactions, Latency others) {
        return new Manners(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public Manners withConflicts(boolean conflicts) {
        return new Manners(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public Manners withThrottling(Throttling throttling) {
        return new Manners(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public Manners withFaults(Faults faults) {
        return new Manners(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public Manners withOutage(Outage outage) {
        return new Manners(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public Manners withSeed(long seed) {
        return new Manners(transactions, others, conflicts, throttling, faults, outage, seed, dateOffsetMillis);
    }

    public Manners withDateOffset(long millis) {
        return new Manners(transactions, others, conflicts, throttling, faults, outage, seed, millis);
    }

    boolean looksAtItems() {
        return conflicts || throttling.limits();
    }
}
