package dev.usher.dynamodb;

import dev.usher.bus.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows of one table as records. A row that cannot be read, since something else wrote it, fails nothing: it is counted,
 * and logged once a minute.
 *
 * @param id the attribute that tells the rows of a read apart
 */
record RowReader<T>(Dynamo dynamo, String table, String id, Function<Map<String, AttributeValue>, T> mapping) {

    /** Empty where the row cannot be read. */
    Map<String, Optional<T>> byId(List<Map<String, AttributeValue>> rows) {
        return rows.stream().collect(Collectors.toMap(row -> Values.text(row, id), this::read));
    }

    /**
     * A page of a list, without the rows that cannot be read.
     *
     * @param rows one more than the limit, or all there are
     */
    Page<T> page(Pages.Rows rows, int limit) {
        var shown = rows.items().stream().limit(limit).toList();
        var items = shown.stream().flatMap(row -> read(row).stream()).toList();
        boolean more = rows.items().size() > limit;
        return new Page<>(items, more ? Values.text(shown.get(shown.size() - 1), id) : null);
    }

    private Optional<T> read(Map<String, AttributeValue> row) {
        try {
            return Optional.of(mapping.apply(row));
        } catch (RuntimeException e) {
            dynamo.unreadable(table, Values.text(row, id), e);
            return Optional.empty();
        }
    }
}
