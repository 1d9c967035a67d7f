package dev.usher.faults;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Update of one row as Usher sends it: {@code :set_x} is the new value of attribute {@code x}, {@code :is_x} the
 * expected one. Changes the JSON that it wraps.
 */
record WireUpdate(JsonObject json) {
    private static final String SET = ":set_";
    private static final String IS = ":is_";

    static WireUpdate of(String table, JsonObject key) {
        return new WireUpdate(new JsonObject()
                .put("TableName", table)
                .put("Key", key)
                .put("UpdateExpression", "")
                .put("ExpressionAttributeNames", new JsonObject())
                .put("ExpressionAttributeValues", new JsonObject()));
    }

    /** The new value of a number, or else its expected value; null if the update has neither. */
    Long number(String attribute) {
        var value = values().getJsonObject(SET + attribute, values().getJsonObject(IS + attribute));
        return value == null ? null : Long.valueOf(value.getString("N"));
    }

    boolean sets(String attribute) {
        return values().containsKey(SET + attribute);
    }

    WireUpdate set(String attribute, long number) {
        return set(attribute, new JsonObject().put("N", Long.toString(number)));
    }

    WireUpdate set(String attribute, JsonObject value) {
        values().put(SET + attribute, value);
        return written();
    }

    WireUpdate leave(String attribute) {
        values().remove(SET + attribute);
        return written();
    }

    /** Removes one comparison from the condition. */
    WireUpdate doNotAsk(String attribute) {
        var condition = json.getString("ConditionExpression").replace("#%1$s = :is_%1$s AND ".formatted(attribute), "");
        json.put("ConditionExpression", condition);
        values().remove(IS + attribute);
        return written();
    }

    WireUpdate doNotAskAnything() {
        json.remove("ConditionExpression");
        json.remove("ReturnValuesOnConditionCheckFailure");
        List.copyOf(values().fieldNames()).stream()
                .filter(name -> name.startsWith(IS))
                .forEach(values()::remove);
        return written();
    }

    private JsonObject values() {
        return json.getJsonObject("ExpressionAttributeValues");
    }

    private WireUpdate written() {
        var text = json.getString("UpdateExpression");
        int removes = text.indexOf("REMOVE");
        var sets = values().fieldNames().stream()
                .filter(name -> name.startsWith(SET))
                .map(name -> "#" + name.substring(SET.length()) + " = " + name)
                .collect(Collectors.joining(", "));
        json.put(
                "UpdateExpression",
                ((sets.isEmpty() ? "" : "SET " + sets) + (removes < 0 ? "" : " " + text.substring(removes))).strip());
        Map<String, Object> names =
                new TreeMap<>(json.getJsonObject("ExpressionAttributeNames").getMap());
        values().fieldNames()
                .forEach(name ->
                        names.put("#" + name.substring(name.indexOf('_') + 1), name.substring(name.indexOf('_') + 1)));
        var used = json.getString("UpdateExpression") + " " + json.getString("ConditionExpression", "") + " ";
        names.keySet().removeIf(alias -> !used.matches(".*" + alias + "\\b.*"));
        json.put("ExpressionAttributeNames", new JsonObject(names));
        return this;
    }
}
