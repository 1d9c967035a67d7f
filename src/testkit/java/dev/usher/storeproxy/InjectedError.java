package dev.usher.storeproxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Predicate;

/**
 * Error that the proxy itself returns, in the service's wire format.
 *
 * @param status of HTTP
 * @param code its name in the counters
 * @param body JSON
 */
record InjectedError(int status, String code, Buffer body) {
    private static final String NAMESPACE = "com.amazonaws.dynamodb.v20120810#";
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    static InjectedError internalError() {
        return of(INTERNAL_ERROR, "InternalServerError", "The store failed inside.");
    }

    static InjectedError unavailable() {
        return of(UNAVAILABLE, "ServiceUnavailable", "The store is not there for the moment.");
    }

    static InjectedError denied(String operation) {
        return of(
                BAD_REQUEST,
                "AccessDeniedException",
                "User: usher is not authorized to perform: dynamodb:" + operation + " on resource: a table");
    }

    static InjectedError throttled() {
        return of(BAD_REQUEST, "ThrottlingException", "The table takes no more for now.");
    }

    static InjectedError inProgress() {
        return of(BAD_REQUEST, "TransactionInProgressException", "A request with this token is under way.");
    }

    static InjectedError conflict(StoreRequest request, Predicate<Write> held) {
        return request.writesInTransaction()
                ? canceled(request, "TransactionConflict", held)
                : of(BAD_REQUEST, "TransactionConflictException", "A transaction is under way on the item.");
    }

    static InjectedError throttled(StoreRequest request, Throttling.Form form, Predicate<Write> busy) {
        return request.writesInTransaction() && form == Throttling.Form.REASON
                ? canceled(request, "ThrottlingError", busy)
                : of(BAD_REQUEST, "ProvisionedThroughputExceededException", "The partition takes no more for now.");
    }

    private static InjectedError canceled(StoreRequest request, String code, Predicate<Write> concerned) {
        var reasons = new JsonArray();
        for (var write : request.writes()) {
            boolean hit = write.filter(concerned).isPresent();
            reasons.add(new JsonObject().put("Code", hit ? code : "None"));
        }
        var body = body("TransactionCanceledException", "The transaction was canceled, see the reasons.")
                .put("CancellationReasons", reasons);
        return new InjectedError(BAD_REQUEST, code, body.toBuffer());
    }

    private static InjectedError of(int status, String type, String message) {
        return new InjectedError(status, type, body(type, message).toBuffer());
    }

    private static JsonObject body(String type, String message) {
        return new JsonObject().put("__type", NAMESPACE + type).put("Message", message);
    }
}
