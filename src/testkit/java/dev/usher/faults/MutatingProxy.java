package dev.usher.faults;

import dev.usher.storeproxy.Upstream;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/** Proxy in front of the store that replaces transactions, as a broken ledger would write them. */
final class MutatingProxy extends VerticleBase {
    private static final String TARGET = "X-Amz-Target";
    private static final String SERVICE = "DynamoDB_20120810.";
    private static final String TRANSACTION = SERVICE + "TransactWriteItems";

    private final URI store;
    private final Meddling meddling;
    private Upstream upstream;
    private HttpServer server;

    /** Changes transactions. */
    interface Meddling {
        /** Sends other requests instead, and returns the answer. */
        Future<Upstream.Reply> transact(JsonObject transaction, Store store);
    }

    /** The store, as reached by the sender of one request. */
    final class Store {
        private final HttpServerRequest sender;

        private Store(HttpServerRequest sender) {
            this.sender = sender;
        }

        Future<Upstream.Reply> transact(JsonObject transaction) {
            return send(TRANSACTION, transaction);
        }

        Future<JsonObject> query(JsonObject query) {
            return send(SERVICE + "Query", query).map(reply -> new JsonObject(reply.body()));
        }

        private Future<Upstream.Reply> send(String target, JsonObject body) {
            var headers =
                    MultiMap.caseInsensitiveMultiMap().addAll(sender.headers()).set(TARGET, target);
            return upstream.send(HttpMethod.POST, sender.uri(), headers, body.toBuffer());
        }
    }

    private MutatingProxy(URI store, Meddling meddling) {
        this.store = store;
        this.meddling = meddling;
    }

    /** Starts a proxy on the loopback address and returns its address. */
    static Future<URI> start(Vertx vertx, URI store, Meddling meddling) {
        var meddler = new MutatingProxy(store, meddling);
        return vertx.deployVerticle(meddler)
                .map(deployed -> URI.create("http://127.0.0.1:" + meddler.server.actualPort()));
    }

    @Override
    public Future<?> start() {
        upstream = new Upstream(vertx, store);
        server = vertx.createHttpServer().requestHandler(this::arrived);
        return server.listen(0, "127.0.0.1");
    }

    @Override
    public Future<?> stop() {
        return upstream.close();
    }

    private void arrived(HttpServerRequest request) {
        request.body()
                .compose(body -> reply(request, body))
                .onSuccess(reply -> {
                    Upstream.copy(reply.headers(), request.response().headers());
                    request.response().setStatusCode(reply.status()).end(reply.body());
                })
                .onFailure(failure -> request.connection().close());
    }

    private Future<Upstream.Reply> reply(HttpServerRequest request, Buffer body) {
        return TRANSACTION.equals(request.getHeader(TARGET))
                ? meddling.transact(new JsonObject(body), new Store(request))
                : upstream.send(request.method(), request.uri(), request.headers(), body);
    }
}
