package dev.usher.storeproxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * Admin endpoint of a proxy in another process, on its own port so that an outage does not block it: {@code GET} and
 * {@code PUT /__manners}, {@code GET} and {@code DELETE /__counts}, JSON.
 */
public final class StoreProxyAdmin {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final StoreProxy proxy;

    private StoreProxyAdmin(StoreProxy proxy) {
        this.proxy = proxy;
    }

    /** Listens on the loopback address. */
    public static Future<HttpServer> listen(Vertx vertx, StoreProxy proxy, int port) {
        var admin = new StoreProxyAdmin(proxy);
        return vertx.createHttpServer().requestHandler(admin::handle).listen(port, "127.0.0.1");
    }

    private void handle(HttpServerRequest request) {
        switch (request.method().name() + " " + request.path()) {
            case "GET /__manners" -> end(request, OK, FaultProfileJson.write(proxy.manners()));
            case "PUT /__manners" -> request.body().onSuccess(body -> behave(request, body));
            case "GET /__counts" -> end(request, OK, proxy.counts().write());
            case "DELETE /__counts" -> {
                proxy.resetCounts();
                end(request, OK, proxy.counts().write());
            }
            default -> end(request, NOT_FOUND, new JsonObject());
        }
    }

    private void behave(HttpServerRequest request, Buffer body) {
        FaultProfile manners;
        try {
            manners = FaultProfileJson.read(body.toJsonObject());
        } catch (RuntimeException e) {
            end(request, BAD_REQUEST, new JsonObject().put("error", e.toString()));
            return;
        }
        proxy.behave(manners).onSuccess(done -> end(request, OK, FaultProfileJson.write(manners)));
    }

    private static void end(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
