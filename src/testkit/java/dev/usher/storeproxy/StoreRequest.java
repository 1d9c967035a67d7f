package dev.usher.storeproxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Parsed request to the store.
 *
 * @param operation such as {@code TransactWriteItems}
 * @param token the client request token, or null
 * @param writes in the request's order; empty in the place of an item whose table is unknown
 */
record StoreRequest(String operation, String token, List<Optional<Write>> writes) {
    static final String TRANSACT_WRITE = "TransactWriteItems";

    private static final String TRANSACT_GET = "TransactGetItems";
    private static final int KILOBYTE = 1024;
    private static final int TRANSACTION_FACTOR = 2;

    /** Reads the operation alone, for behaviours that do not depend on items. */
    static StoreRequest unread(String target) {
        return new StoreRequest(operation(target), null, List.of());
    }

    /** Reads the items too. An unreadable body yields none; the store will report its error. */
    static StoreRequest read(String target, Buffer body, KeySchema schema) {
        String operation = operation(target);
        try {
            return switch (operation) {
                case TRANSACT_WRITE -> transaction(new JsonObject(body), schema);
                case "PutItem", "UpdateItem", "DeleteItem" -> single(operation, new JsonObject(body), schema);
                case "BatchWriteItem" -> batch(new JsonObject(body), schema);
                default -> unread(target);
            };
        } catch (RuntimeException unreadable) {
            return unread(target);
        }
    }

    boolean writesInTransaction() {
        return TRANSACT_WRITE.equals(operation);
    }

    boolean isTransaction() {
        return writesInTransaction() || TRANSACT_GET.equals(operation);
    }

    private static String operation(String target) {
        return target == null ? "unknown" : target.substring(target.lastIndexOf('.') + 1);
    }

    private static StoreRequest transaction(JsonObject json, KeySchema schema) {
        List<Optional<Write>> writes = new ArrayList<>();
        for (Object entry : json.getJsonArray("TransactItems")) {
            var action = (JsonObject) ((JsonObject) entry).iterator().next().getValue();
            writes.add(item(action.getString("TableName"), action, TRANSACTION_FACTOR, schema));
        }
        return new StoreRequest(TRANSACT_WRITE, json.getString("ClientRequestToken"), writes);
    }

    private static StoreRequest single(String operation, JsonObject json, KeySchema schema) {
        return new StoreRequest(operation, null, List.of(item(json.getString("TableName"), json, 1, schema)));
    }

    private static StoreRequest batch(JsonObject json, KeySchema schema) {
        var writes = json.getJsonObject("RequestItems").stream()
                .flatMap(table -> ((JsonArray) table.getValue())
                        .stream()
                                .flatMap(entry -> ((JsonObject) entry).stream())
                                .map(action -> item(table.getKey(), (JsonObject) action.getValue(), 1, schema)))
                .toList();
        return new StoreRequest("BatchWriteItem", null, writes);
    }

    private static Optional<Write> item(String table, JsonObject action, int factor, KeySchema schema) {
        JsonObject whole = action.getJsonObject("Item");
        JsonObject attributes = whole == null ? action.getJsonObject("Key") : whole;
        return schema.write(table, attributes, factor * kilobytes(whole));
    }

    /** A row of which the request contains only the key counts as small. */
    private static int kilobytes(JsonObject whole) {
        return whole == null ? 1 : 1 + (whole.encode().length() - 1) / KILOBYTE;
    }

    Stream<Write> known() {
        return writes.stream().flatMap(Optional::stream);
    }
}
