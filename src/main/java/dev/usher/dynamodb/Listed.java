package dev.usher.dynamodb;

import dev.usher.bus.Page;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows read as a page of a list. */
final class Listed {
    private Listed() {}

    /**
     * @param rows one more than the limit, or all there are
     * @param id of an item, after which the next page starts
     */
    static <T> Page<T> page(
            Pages.Rows rows, int limit, Function<Map<String, AttributeValue>, T> item, Function<T, String> id) {
        var items = rows.items().stream().limit(limit).map(item).toList();
        boolean more = rows.items().size() > limit;
        return new Page<>(items, more ? id.apply(items.get(items.size() - 1)) : null);
    }
}
