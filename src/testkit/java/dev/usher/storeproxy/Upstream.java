package dev.usher.storeproxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Client of the store behind a proxy. Runs on the proxy's event loop; keeps its connections open, never pipelines. */
public final class Upstream {
    private static final int CONNECTIONS = 1024;
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final Set<String> HOP_BY_HOP =
            Set.of("host", "connection", "content-length", "transfer-encoding", "keep-alive", "expect", "upgrade");

    private final HttpClient client;
    private final URI store;

    /** Answer of the store. */
    public record Reply(int status, MultiMap headers, Buffer body) {}

    public Upstream(Vertx vertx, URI store) {
        this.store = store;
        client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS).setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    public Future<Reply> send(HttpMethod method, String uri, MultiMap headers, Buffer body) {
        return client.request(method, store.getPort(), store.getHost(), uri).compose(request -> {
            copy(headers, request.headers());
            return reply(request, body);
        });
    }

    public Future<Void> close() {
        return client.close();
    }

    /** Copies all headers but the hop-by-hop ones. */
    public static void copy(MultiMap from, MultiMap to) {
        from.forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                to.add(name, value);
            }
        });
    }

    private static Future<Reply> reply(HttpClientRequest request, Buffer body) {
        return request.send(body).compose(response -> response.body()
                .map(answer -> new Reply(response.statusCode(), response.headers(), answer)));
    }
}
