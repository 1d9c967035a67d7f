package dev.usher.acceptance;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Proxy that sends each request to the next of several servers. It never resends one, so that every dropped request
 * fails visibly.
 */
final class RoundRobinProxy implements AutoCloseable {
    private static final int UNREACHABLE = 502;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final List<URI> servers = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final int port;

    RoundRobinProxy(List<URI> servers) throws Exception {
        this.servers.addAll(servers);
        port = LocalUsher.get(
                        vertx.createHttpServer().requestHandler(this::pass).listen(0, "127.0.0.1"))
                .actualPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Stops sending new requests to the server; those under way continue. */
    void without(URI server) {
        servers.remove(server);
    }

    void with(URI server) {
        servers.add(server);
    }

    private void pass(HttpServerRequest request) {
        var snapshot = servers.toArray(URI[]::new);
        var server = snapshot[Math.floorMod(next.getAndIncrement(), snapshot.length)];
        var options = new RequestOptions()
                .setMethod(request.method())
                .setHost(server.getHost())
                .setPort(server.getPort())
                .setURI(request.uri());
        request.headers().forEach(header -> {
            if (!header.getKey().equalsIgnoreCase("host")) {
                options.putHeader(header.getKey(), header.getValue());
            }
        });
        request.body()
                .compose(body -> client.request(options).compose(sent -> sent.send(body)))
                .compose(answer -> answer.body().compose(body -> {
                    request.response().setStatusCode(answer.statusCode());
                    answer.headers()
                            .forEach(header -> request.response().putHeader(header.getKey(), header.getValue()));
                    return request.response().end(body);
                }))
                .recover(failure -> unreachable(request, server, failure));
    }

    private static Future<Void> unreachable(HttpServerRequest request, URI server, Throwable failure) {
        return request.response().setStatusCode(UNREACHABLE).end(Buffer.buffer(server + ": " + failure));
    }

    @Override
    public void close() {
        vertx.close();
    }
}
