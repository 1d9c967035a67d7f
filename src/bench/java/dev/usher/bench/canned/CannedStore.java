package dev.usher.bench.canned;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Store that has every user and every event and answers at once, so that only the server's own cost of a read remains.
 * Supports just enough of DynamoDB for {@code GET /users/{id}} and {@code GET /events/{id}}; fails every transaction's
 * conditions. Argument: the port.
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
        var response = request.response().putHeader("Content-Type", "application/x-amz-json-1.0");
        switch (target.substring(target.lastIndexOf('.') + 1)) {
            case "BatchGetItem" -> response.end(CannedRows.batch(body));
            case "GetItem" -> response.end(CannedRows.one(body));
            case "DescribeTable" -> response.end(CannedTable.describe(new JsonObject(body).getString("TableName")));
            case "DescribeTimeToLive" -> response.end("{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"ENABLED\"}}");
            case "CreateTable" ->
                response.setStatusCode(BAD_REQUEST)
                        .end("{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceInUseException\"}");
            case "TransactWriteItems" ->
                response.setStatusCode(BAD_REQUEST)
                        .end(refusal(new JsonObject(body)
                                .getJsonArray("TransactItems")
                                .size()));
            case "Query", "Scan" -> response.end("{\"Items\":[],\"Count\":0,\"ScannedCount\":0}");
            default -> response.end("{}");
        }
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
}
