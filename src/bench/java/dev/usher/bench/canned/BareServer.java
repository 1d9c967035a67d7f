package dev.usher.bench.canned;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;

/**
 * Yardstick for reads: Vert.x on one event loop that answers every request with a JSON body as long as Usher's.
 * Arguments: the port, and the lengths of a user and of an event in bytes.
 */
public final class BareServer {
    private static final String FRAME = "{\"name\":\"\"}";

    private BareServer() {}

    public static void main(String[] arguments) {
        Buffer user = body(Integer.parseInt(arguments[1]));
        Buffer event = body(Integer.parseInt(arguments[2]));
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(request.uri().startsWith("/users") ? user : event))
                .listen(Integer.parseInt(arguments[0]))
                .onFailure(failure -> System.exit(1));
    }

    private static Buffer body(int length) {
        return Buffer.buffer("{\"name\":\"" + "x".repeat(Math.max(0, length - FRAME.length())) + "\"}");
    }
}
