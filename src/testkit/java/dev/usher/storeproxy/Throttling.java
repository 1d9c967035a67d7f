package dev.usher.storeproxy;

/**
 * The write limit of one partition, taken as all items of one table with one hash key.
 *
 * @param unitsPerSecond write capacity units; 0 for no limit
 * @param burst units that an idle partition saves up
 * @param form how a transaction is told; a single write always gets the exception
 */
public record Throttling(int unitsPerSecond, int burst, Form form) {
    public static final Throttling OFF = new Throttling(0, 0, Form.REASON);

    /** How a throttled transaction is told. */
    public enum Form {
        /** TransactionCanceledException with ThrottlingError at the items of the busy partition. */
        REASON,
        /** ProvisionedThroughputExceededException for the whole request. */
        EXCEPTION
    }

    public Throttling {
        if (unitsPerSecond < 0 || burst < 0) {
            throw new IllegalArgumentException("units=" + unitsPerSecond + " burst=" + burst);
        }
    }

    boolean limits() {
        return unitsPerSecond > 0;
    }
}
