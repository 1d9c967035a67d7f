package dev.usher.dynamodb.read;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.service.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Maps rows of one table to records. A row that cannot be read, because another program wrote it, does not fail the
 * read: it is counted, and logged at most once a minute.
 *
 * @param id attribute that identifies a row within a read
 */
public record RowReader<T>(
        DynamoDbGateway dynamo, String table, String id, Function<Map<String, AttributeValue>, T> mapping) {

    /** Maps an id to empty if its row cannot be read. */
    public Map<String, Optional<T>> byId(List<Map<String, AttributeValue>> rows) {
        return rows.stream().collect(Collectors.toMap(row -> AttributeValues.text(row, id), this::read));
    }

    /**
     * Returns a page of a list, without the rows that cannot be read. It is short if fewer rows than {@code limit} were
     * read, though there are more.
     */
    public Page<T> page(Paginator.Rows rows, int limit) {
        var shown = rows.items().stream().limit(limit).toList();
        var items = shown.stream().flatMap(row -> read(row).stream()).toList();
        boolean more = rows.items().size() > limit;
        var last = more ? shown.get(shown.size() - 1) : rows.next();
        return new Page<>(items, last.isEmpty() ? null : AttributeValues.text(last, id));
    }

    /** Returns empty if the row cannot be read. */
    public Optional<T> read(Map<String, AttributeValue> row) {
        try {
            return Optional.of(mapping.apply(row));
        } catch (RuntimeException e) {
            dynamo.unreadable(table, AttributeValues.text(row, id), e);
            return Optional.empty();
        }
    }
}
