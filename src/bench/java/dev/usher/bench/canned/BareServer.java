package dev.usher.bench.canned;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;

/**
 * The yardstick: Vert.x on one event loop that answers every request with the same JSON body. Arguments: the port, and
 * the length of the body in bytes.
 */
public final class BareServer {
    private static final String FRAME = "{\"name\":\"\"}";

    private BareServer() {}

    public static void main(String[] arguments) {
        int length = Integer.parseInt(arguments[1]);
        String name = "x".repeat(Math.max(0, length - FRAME.length()));
        Buffer body = Buffer.buffer("{\"name\":\"" + name + "\"}");
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(body))
                .listen(Integer.parseInt(arguments[0]))
                .onFailure(failure -> System.exit(1));
    }
}
