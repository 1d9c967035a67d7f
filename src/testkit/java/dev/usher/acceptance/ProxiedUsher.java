package dev.usher.acceptance;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.ProxyCounters;
import dev.usher.storeproxy.StoreProxy;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Server that reaches the store through a proxy that injects faults; a second proxy behind it injects none and counts
 * what arrives. Blocks its callers.
 */
final class ProxiedUsher implements AutoCloseable {
    static final String TRANSACTION = "TransactWriteItems";

    private final Vertx vertx;
    private final StoreProxy store;
    private final StoreProxy proxy;
    private final LocalUsher usher;

    private ProxiedUsher(Vertx vertx, StoreProxy store, StoreProxy proxy, LocalUsher usher) {
        this.vertx = vertx;
        this.store = store;
        this.proxy = proxy;
        this.usher = usher;
    }

    static ProxiedUsher start(String tablePrefix, Map<String, String> settings) throws Exception {
        var vertx = Vertx.vertx();
        var store = LocalUsher.get(StoreProxy.start(vertx, TestDynamoDb.endpoint(), 0, FaultProfile.KIND));
        var proxy = LocalUsher.get(StoreProxy.start(vertx, store.endpoint(), 0, FaultProfile.KIND));
        return new ProxiedUsher(vertx, store, proxy, LocalUsher.start(proxy.endpoint(), tablePrefix, settings));
    }

    ApiClient api() {
        return usher.api();
    }

    URI uri() {
        return usher.uri();
    }

    int health(String check) throws Exception {
        return usher.health(check);
    }

    Scrape scrape() throws Exception {
        return usher.scrape();
    }

    /** The status and body of the readiness check. */
    String ready() throws Exception {
        return usher.ready();
    }

    void storeBehaves(FaultProfile manners) throws Exception {
        LocalUsher.get(proxy.behave(manners));
    }

    /** Sets the faults of transactions from now on; other requests meet none. */
    void transactionsMeet(Map<Fault, Double> probabilities, long seed, long stallMillis) throws Exception {
        var faults = new Faults(probabilities, Set.of(TRANSACTION), stallMillis);
        storeBehaves(FaultProfile.KIND.withFaults(faults).withSeed(seed));
    }

    /** Requests that the server sent since the counters were reset. */
    ProxyCounters sent() {
        return proxy.counts();
    }

    /** Requests that reached the store since the counters were reset. */
    ProxyCounters arrived() {
        return store.counts();
    }

    void resetCounts() {
        proxy.resetCounts();
        store.resetCounts();
    }

    @Override
    public void close() {
        usher.stop().onComplete(stopped -> vertx.close());
    }
}
