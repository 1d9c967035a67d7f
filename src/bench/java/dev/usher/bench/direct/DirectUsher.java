package dev.usher.bench.direct;

/**
 * Usher's HTTP layer and services with {@link DirectLedger} in the ledger's place. Reads the same settings as the
 * product and runs until it is stopped.
 */
public final class DirectUsher {
    private DirectUsher() {}

    public static void main(String[] arguments) {
        throw new UnsupportedOperationException("waits for the product's main class");
    }
}
