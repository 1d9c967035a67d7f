package dev.usher.dynamodb.client;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * What one try of a transaction came to.
 *
 * @param throttled whether DynamoDB asked for less; only of a cancelled try and of an unknown outcome
 * @param reasons one for each action, of a refuted transaction only
 * @param cause why it is cancelled, unknown or poison, else null
 */
public record TransactionResult(Kind kind, boolean throttled, List<CancellationReason> reasons, Throwable cause) {
    private static final String CONDITION = "ConditionalCheckFailed";
    private static final Set<String> NEVER_TAKEN = Set.of("ValidationError", "ItemCollectionSizeLimitExceeded");
    private static final Set<String> LESS = Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

    public enum Kind {
        COMMITTED,
        /** A condition failed: this request will never commit. */
        REFUTED,
        /** This try was cancelled whole: in conflict with another transaction, or throttled. Another one may commit. */
        CANCELLED,
        /** It may have committed, or still may. */
        UNKNOWN,
        /** DynamoDB will never take this request. */
        POISON
    }

    public static TransactionResult committed() {
        return new TransactionResult(Kind.COMMITTED, false, List.of(), null);
    }

    static TransactionResult poison(Throwable cause) {
        return new TransactionResult(Kind.POISON, false, List.of(), cause);
    }

    public static TransactionResult of(Throwable failure) {
        if (failure instanceof TransactionCanceledException cancelled) {
            return of(cancelled);
        }
        return switch (ErrorClassifier.meaning(failure)) {
            case THROTTLED -> unknown(true, failure);
            case UNAVAILABLE, CONFLICT, CREDENTIALS -> unknown(false, failure);
            case OK, REFUTED, DENIED, REJECTED -> poison(failure);
        };
    }

    /** Whether this reason says that its action's condition failed. */
    public static boolean refutes(CancellationReason reason) {
        return CONDITION.equals(reason.code());
    }

    private static TransactionResult of(TransactionCanceledException cancelled) {
        var reasons = cancelled.cancellationReasons();
        if (reasons.stream().anyMatch(TransactionResult::refutes)) {
            return new TransactionResult(Kind.REFUTED, false, reasons, null);
        }
        if (reasons.stream().anyMatch(reason -> NEVER_TAKEN.contains(reason.code()))) {
            return poison(cancelled);
        }
        boolean throttled = reasons.stream().anyMatch(reason -> LESS.contains(reason.code()));
        return new TransactionResult(Kind.CANCELLED, throttled, List.of(), cancelled);
    }

    private static TransactionResult unknown(boolean throttled, Throwable cause) {
        return new TransactionResult(Kind.UNKNOWN, throttled, List.of(), cause);
    }
}
