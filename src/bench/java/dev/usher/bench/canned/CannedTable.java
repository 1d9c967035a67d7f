package dev.usher.bench.canned;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Describes every table as existing and active, with its indexes. */
final class CannedTable {
    private CannedTable() {}

    static Buffer describe(String table) {
        var indexes = new JsonArray()
                .add(index("SeatsOwed"))
                .add(index("EventsByStart"))
                .add(index("EventsByOwner"))
                .add(index("UserRegistrations"))
                .add(index("Unconfirmed"));
        return new JsonObject()
                .put(
                        "Table",
                        new JsonObject()
                                .put("TableName", table)
                                .put("TableStatus", "ACTIVE")
                                .put("GlobalSecondaryIndexes", indexes))
                .toBuffer();
    }

    private static JsonObject index(String name) {
        return new JsonObject().put("IndexName", name).put("IndexStatus", "ACTIVE");
    }
}
