package dev.usher.storeproxy;

/**
 * Write limit of a partition, which is all items of one table with one hash key.
 *
 * @param unitsPerSecond write capacity units; 0 for no limit
 * @param burst units that an idle partition saves up
 * @param form of the error for a transaction; a single write always gets the exception
 */
public record Throttling(int unitsPerSecond, int burst, Form form) {
    public static final Throttling OFF = new Throttling(0, 0, Form.REASON);

    /** Form of the error for a throttled transaction. */
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
