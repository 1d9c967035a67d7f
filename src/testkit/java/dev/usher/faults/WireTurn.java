package dev.usher.faults;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turn in its wire format: a transaction of which one action updates an event. Changes the JSON that it wraps. */
final class WireTurn {
    private static final String UPDATE = "Update";

    private final JsonObject transaction;

    private WireTurn(JsonObject transaction) {
        this.transaction = transaction;
    }

    /** Empty for a transaction of another kind. */
    static Optional<WireTurn> of(JsonObject transaction) {
        var turn = new WireTurn(transaction.copy());
        return turn.updates("Events").isEmpty() ? Optional.empty() : Optional.of(turn);
    }

    JsonObject transaction() {
        return transaction;
    }

    JsonObject event() {
        return updates("Events").get(0);
    }

    String eventId() {
        return event().getJsonObject("Key").getJsonObject("eventId").getString("S");
    }

    /** Updates that promote a user. */
    List<JsonObject> promotions() {
        return updates("Registrations").stream()
                .filter(update ->
                        update.getJsonObject("ExpressionAttributeValues").containsKey(":set_promotedAt"))
                .toList();
    }

    /** Whether an action concerns this user's row. */
    boolean touches(String user) {
        return actions().anyMatch(action -> action.encode().contains("\"userId\":{\"S\":\"" + user + "\"}"));
    }

    String table(String name) {
        return event().getString("TableName").replace("Events", name);
    }

    void add(JsonObject update) {
        items().add(new JsonObject().put(UPDATE, update));
    }

    void removePromotions() {
        var promotions = promotions();
        keep(action -> !promotions.contains(action.getJsonObject(UPDATE)));
    }

    /** Removes the row of the change log, which can be written once for each version. */
    void removeLog() {
        keep(action -> action.getJsonObject("Put") == null
                || !action.getJsonObject("Put").getString("TableName").endsWith("Changes"));
    }

    /** And the event's own row. */
    void keepPromotions() {
        var kept = promotions();
        var event = event();
        keep(action -> kept.contains(action.getJsonObject(UPDATE)) || event.equals(action.getJsonObject(UPDATE)));
    }

    private void keep(Predicate<JsonObject> which) {
        transaction.put("TransactItems", new JsonArray(actions().filter(which).collect(Collectors.toList())));
    }

    private List<JsonObject> updates(String table) {
        return actions()
                .map(action -> action.getJsonObject(UPDATE))
                .filter(update ->
                        update != null && update.getString("TableName").endsWith(table))
                .toList();
    }

    private Stream<JsonObject> actions() {
        return IntStream.range(0, items().size()).mapToObj(items()::getJsonObject);
    }

    private JsonArray items() {
        return transaction.getJsonArray("TransactItems");
    }
}
