package dev.usher.dynamodb;

import dev.usher.bus.Deadline;
import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Creates single rows by one-item transactions. A plain conditional put whose reply is lost would find its own row and
 * report it as somebody else's; the transaction's token makes the second try report the first one's success.
 */
final class Creations {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final int LONGEST_PAUSE_DOUBLINGS = 4;

    private final Dynamo dynamo;

    Creations(Dynamo dynamo) {
        this.dynamo = dynamo;
    }

    /**
     * @param row what is created
     * @param standing reads the row that stands in the way
     * @return the given instance when this call created it, else the row that stands in the way
     */
    <T> Future<T> create(
            String table,
            T row,
            Map<String, AttributeValue> item,
            Expression isNew,
            Function<Map<String, AttributeValue>, T> standing) {
        var transaction = new Transaction(dynamo, List.of(Actions.put(table, item, isNew)));
        var budget = Deadline.inMillis(dynamo.callTimeout().toMillis());
        return settled(transaction, budget, 0).map(verdict -> switch (verdict.kind()) {
            case COMMITTED -> row;
            case REFUTED -> standing.apply(verdict.reasons().get(0).item());
            case CANCELLED, UNKNOWN, POISON -> throw new IllegalStateException("not settled");
        });
    }

    private Future<Verdict> settled(Transaction transaction, Deadline budget, int doublings) {
        return transaction.send().compose(verdict -> switch (verdict.kind()) {
            case COMMITTED, REFUTED -> Future.succeededFuture(verdict);
            case POISON -> Future.failedFuture(verdict.cause());
            case CANCELLED, UNKNOWN ->
                budget.passed()
                        ? Future.failedFuture(
                                new UnavailableException("the store confirmed no creation", verdict.cause()))
                        : dynamo.pause(FIRST_PAUSE_MILLIS << doublings)
                                .compose(pause ->
                                        settled(transaction, budget, Math.min(doublings + 1, LONGEST_PAUSE_DOUBLINGS)));
        });
    }
}
