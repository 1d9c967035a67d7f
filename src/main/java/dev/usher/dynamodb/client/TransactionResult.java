package dev.usher.dynamodb.client;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Outcome of one try of a transaction.
 *
 * @param throttled whether DynamoDB throttled the try; may be true for {@code CANCELLED} and {@code UNKNOWN} only
 * @param reasons one for each action if {@code CONDITION_FAILED}, else empty
 * @param cause the exception if {@code CANCELLED}, {@code UNKNOWN} or {@code POISON}, else null
 */
public record TransactionResult(Kind kind, boolean throttled, List<CancellationReason> reasons, Throwable cause) {
    private static final String CONDITION = "ConditionalCheckFailed";
    private static final Set<String> NEVER_TAKEN = Set.of("ValidationError", "ItemCollectionSizeLimitExceeded");
    private static final Set<String> LESS = Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

    /** What is known after one try of a transaction. */
    public enum Kind {
        COMMITTED,
        /** A condition failed: repeating the request is useless. */
        CONDITION_FAILED,
        /** This try wrote nothing: a conflict with another transaction, or throttling. A retry may commit. */
        CANCELLED,
        /** This try may have committed, or may still commit. */
        UNKNOWN,
        /** Invalid request: DynamoDB will never accept it. */
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
            case OK, CONDITION_FAILED, DENIED, REJECTED -> poison(failure);
        };
    }

    /** Whether the reason is that the action's condition failed. */
    public static boolean refutes(CancellationReason reason) {
        return CONDITION.equals(reason.code());
    }

    private static TransactionResult of(TransactionCanceledException cancelled) {
        var reasons = cancelled.cancellationReasons();
        if (reasons.stream().anyMatch(TransactionResult::refutes)) {
            return new TransactionResult(Kind.CONDITION_FAILED, false, reasons, null);
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
