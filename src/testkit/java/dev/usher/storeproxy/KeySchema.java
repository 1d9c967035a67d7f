package dev.usher.storeproxy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Key attributes of each table, hash key first. Tables are identified by the end of their names, so that a prefix does
 * not matter.
 */
public record KeySchema(Map<String, List<String>> keysBySuffix) {
    public static final KeySchema USHER = new KeySchema(Map.of(
            "Users", List.of("userId"),
            "Events", List.of("eventId"),
            "Registrations", List.of("eventId", "userId"),
            "Waitlist", List.of("eventId", "ticket"),
            "Changes", List.of("eventId", "version")));

    public KeySchema {
        keysBySuffix = Map.copyOf(keysBySuffix);
    }

    /** @return empty for an unknown table, or when the attributes lack a part of its key */
    Optional<Write> write(String table, JsonObject attributes, int units) {
        for (var entry : keysBySuffix.entrySet()) {
            if (table.endsWith(entry.getKey())) {
                return write(table, entry.getValue(), attributes, units);
            }
        }
        return Optional.empty();
    }

    private static Optional<Write> write(String table, List<String> keys, JsonObject attributes, int units) {
        var name = new StringBuilder(table);
        String partition = null;
        for (String key : keys) {
            JsonObject value = attributes.getJsonObject(key);
            if (value == null) {
                return Optional.empty();
            }
            value.forEach(typed -> name.append('|').append(typed.getValue()));
            partition = partition == null ? name.toString() : partition;
        }
        return Optional.of(new Write(name.toString(), partition, units));
    }
}
