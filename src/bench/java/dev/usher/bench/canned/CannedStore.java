package dev.usher.bench.canned;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A store that has every user and every event, and answers at once: what is left of a read is the server's own cost.
 * Speaks just enough of DynamoDB for {@code GET /users/{id}} and {@code GET /events/{id}}; refuses every transaction as
 * one whose conditions do not hold. Argument: the port.
 */
public final class CannedStore {
    private static final int BAD_REQUEST = 400;

    private CannedStore() {}

    public static void main(String[] arguments) {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .onFailure(failure -> System.exit(1));
    }

    private static void answer(HttpServerRequest request, Buffer body) {
        String target = request.getHeader("X-Amz-Target");
        if (target == null) {
            request.response().end("{}");
            return;
        }
        var json = new JsonObject(body);
        var response = request.response().putHeader("Content-Type", "application/x-amz-json-1.0");
        switch (target.substring(target.lastIndexOf('.') + 1)) {
            case "BatchGetItem" -> response.end(batch(json.getJsonObject("RequestItems")));
            case "GetItem" ->
                response.end(new JsonObject()
                        .put("Item", item(json.getString("TableName"), json.getJsonObject("Key")))
                        .toBuffer());
            case "DescribeTable" -> response.end(CannedTable.describe(json.getString("TableName")));
            case "CreateTable" ->
                response.setStatusCode(BAD_REQUEST)
                        .end("{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceInUseException\"}");
            case "TransactWriteItems" ->
                response.setStatusCode(BAD_REQUEST)
                        .end(refusal(json.getJsonArray("TransactItems").size()));
            case "Query", "Scan" -> response.end("{\"Items\":[],\"Count\":0,\"ScannedCount\":0}");
            default -> response.end("{}");
        }
    }

    private static Buffer batch(JsonObject tables) {
        var responses = new JsonObject();
        for (String table : tables.fieldNames()) {
            var items = new JsonArray();
            for (Object key : tables.getJsonObject(table).getJsonArray("Keys")) {
                items.add(item(table, (JsonObject) key));
            }
            responses.put(table, items);
        }
        return new JsonObject()
                .put("Responses", responses)
                .put("UnprocessedKeys", new JsonObject())
                .toBuffer();
    }

    private static Buffer refusal(int items) {
        var reasons = new JsonArray();
        for (int i = 0; i < items; i++) {
            reasons.add(new JsonObject().put("Code", "ConditionalCheckFailed"));
        }
        return new JsonObject()
                .put("__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException")
                .put("CancellationReasons", reasons)
                .toBuffer();
    }

    private static JsonObject item(String table, JsonObject key) {
        var item =
                key.copy().put("name", text("A name of usual length")).put("createdAt", text("2026-01-02T03:04:05Z"));
        if (table.endsWith("Events")) {
            item.put("hasWaitlist", new JsonObject().put("BOOL", true));
            item.put("capacity", number(100)).put("currentRegistrations", number(57));
            item.put("waitlistCount", number(0)).put("lastTicket", number(0));
            item.put("lineFloor", number(0)).put("version", number(58));
        }
        return item;
    }

    private static JsonObject text(String value) {
        return new JsonObject().put("S", value);
    }

    private static JsonObject number(int value) {
        return new JsonObject().put("N", Integer.toString(value));
    }
}
