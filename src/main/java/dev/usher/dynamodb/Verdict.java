package dev.usher.dynamodb;

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
record Verdict(Kind kind, boolean throttled, List<CancellationReason> reasons, Throwable cause) {
    private static final String CONDITION = "ConditionalCheckFailed";
    private static final Set<String> NEVER_TAKEN = Set.of("ValidationError", "ItemCollectionSizeLimitExceeded");
    private static final Set<String> LESS = Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

    enum Kind {
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

    static Verdict committed() {
        return new Verdict(Kind.COMMITTED, false, List.of(), null);
    }

    static Verdict poison(Throwable cause) {
        return new Verdict(Kind.POISON, false, List.of(), cause);
    }

    static Verdict of(Throwable failure) {
        if (failure instanceof TransactionCanceledException cancelled) {
            return of(cancelled);
        }
        return switch (Failures.meaning(failure)) {
            case THROTTLED -> unknown(true, failure);
            case UNAVAILABLE, CONFLICT, CREDENTIALS -> unknown(false, failure);
            case OK, REFUTED, DENIED, REJECTED -> poison(failure);
        };
    }

    /** Whether this reason says that its action's condition failed. */
    static boolean refutes(CancellationReason reason) {
        return CONDITION.equals(reason.code());
    }

    private static Verdict of(TransactionCanceledException cancelled) {
        var reasons = cancelled.cancellationReasons();
        if (reasons.stream().anyMatch(Verdict::refutes)) {
            return new Verdict(Kind.REFUTED, false, reasons, null);
        }
        if (reasons.stream().anyMatch(reason -> NEVER_TAKEN.contains(reason.code()))) {
            return poison(cancelled);
        }
        boolean throttled = reasons.stream().anyMatch(reason -> LESS.contains(reason.code()));
        return new Verdict(Kind.CANCELLED, throttled, List.of(), cancelled);
    }

    private static Verdict unknown(boolean throttled, Throwable cause) {
        return new Verdict(Kind.UNKNOWN, throttled, List.of(), cause);
    }
}
