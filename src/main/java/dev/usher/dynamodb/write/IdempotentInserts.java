package dev.usher.dynamodb.write;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.client.TransactionResult;
import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.service.Deadline;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Creates rows by transactions. A plain conditional put whose reply is lost would find its own row and report it as
 * somebody else's; the transaction's token makes the second try report the first one's success. Where the token is
 * forgotten, a row that says what this call says, from its very moment, met after a try of unknown outcome, is the
 * call's own.
 */
public final class IdempotentInserts {
    private static final long MAX_PAUSE_MILLIS = 160;
    /** What a creation says of a row; the rest is the same for all, or changes with every turn. */
    private static final List<String> SAID = List.of(
            AttributeNames.NAME,
            AttributeNames.CAPACITY,
            AttributeNames.HAS_WAITLIST,
            AttributeNames.CREATED_AT,
            AttributeNames.REQUEST_KEY,
            AttributeNames.OWNER);

    private final DynamoDbGateway dynamo;

    public IdempotentInserts(DynamoDbGateway dynamo) {
        this.dynamo = dynamo;
    }

    /**
     * @param row what is created
     * @param item the row as it is stored
     * @param transaction puts the item with its first action
     * @param standing reads the row that stands in the way
     * @return the given instance when this call created it, else the row that stands in the way
     */
    public <T> Future<T> create(
            T row,
            Map<String, AttributeValue> item,
            IdempotentTransaction transaction,
            Function<Map<String, AttributeValue>, T> standing) {
        var budget = Deadline.inMillis(dynamo.callTimeout().toMillis());
        return transaction.settled(budget, dynamo.backoff(MAX_PAUSE_MILLIS)).map(settled -> {
            if (settled.verdict().kind() == TransactionResult.Kind.COMMITTED) {
                return row;
            }
            var reason = settled.verdict().reasons().get(0);
            if (!reason.hasItem()) {
                throw new IllegalStateException("the change log still has rows of a deleted row: " + row);
            }
            var found = reason.item();
            return settled.doubtful() && isOwn(item, found) ? row : standing.apply(found);
        });
    }

    private static boolean isOwn(Map<String, AttributeValue> item, Map<String, AttributeValue> found) {
        return SAID.stream().allMatch(attribute -> Objects.equals(item.get(attribute), found.get(attribute)));
    }
}
