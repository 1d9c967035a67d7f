package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Inserts rows idempotently, by transactions. A plain conditional put whose response is lost would find its own row on
 * the retry and report it as another caller's. The token of a transaction makes the retry report the success of the
 * first try. If DynamoDB has forgotten the token, a row found after a try of unknown outcome counts as this call's own
 * if its attributes, including the creation time, are equal.
 */
public final class IdempotentInserts {
    /** Attributes set at creation; the others are the same in all new rows or change with every turn. */
    private static final List<String> SAID = List.of(NAME, CAPACITY, HAS_WAITLIST, CREATED_AT, REQUEST_KEY, OWNER);

    private IdempotentInserts() {}

    /**
     * @param row the record to create
     * @param item the row to write
     * @param transaction its first action puts the item
     * @param existing maps an existing row to a record
     * @return {@code row} itself if this call created it, else the existing row as a record; empty if there is none and
     *     the condition of another action failed
     */
    public static <T> Future<Optional<T>> create(
            T row,
            Map<String, AttributeValue> item,
            IdempotentTransaction transaction,
            Function<Map<String, AttributeValue>, T> existing) {
        return transaction
                .settled()
                .map(settled -> settled.isCommitted()
                        ? Optional.of(row)
                        : settled.firstRow()
                                .map(found -> settled.doubtful() && isOwn(item, found) ? row : existing.apply(found)));
    }

    private static boolean isOwn(Map<String, AttributeValue> item, Map<String, AttributeValue> found) {
        return SAID.stream().allMatch(attribute -> Objects.equals(item.get(attribute), found.get(attribute)));
    }
}
