package dev.usher.bench.direct;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Result of one try to commit.
 *
 * @param row the caller's current row when its condition failed; null when it does not exist
 */
record Attempt(Kind kind, Map<String, AttributeValue> row) {
    private static final String CONDITION = "ConditionalCheckFailed";

    /** Kind of result. */
    enum Kind {
        DONE,
        /** Not done: another writer was at the same items, or the partition was throttled. */
        BUSY,
        /** Not done, and never will be: a row was not as assumed. */
        REFUTED,
        /** Not done: the caller's own row was not as assumed. */
        ROW_REFUTED,
        /** Perhaps done: only the same request with the same token may follow. */
        UNKNOWN
    }

    static Attempt done() {
        return new Attempt(Kind.DONE, null);
    }

    static Attempt failed(Throwable failure) {
        if (failure instanceof ProvisionedThroughputExceededException) {
            return new Attempt(Kind.BUSY, null);
        }
        if (!(failure instanceof TransactionCanceledException canceled) || !canceled.hasCancellationReasons()) {
            return new Attempt(Kind.UNKNOWN, null);
        }
        List<CancellationReason> reasons = canceled.cancellationReasons();
        if (CONDITION.equals(reasons.get(1).code())) {
            var item = reasons.get(1).item();
            return new Attempt(Kind.ROW_REFUTED, item == null || item.isEmpty() ? null : item);
        }
        boolean refuted = reasons.stream().anyMatch(reason -> CONDITION.equals(reason.code()));
        return new Attempt(refuted ? Kind.REFUTED : Kind.BUSY, null);
    }
}
