package dev.usher.http;

import dev.usher.contract.Contract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Contract and documentation pages, read from the jar once and shared by all instances of {@link ApiVerticle}.
 * Immutable.
 */
public final class Published {
    private final Contract contract;
    private final Docs docs;

    private Published(Contract contract, Docs docs) {
        this.contract = contract;
        this.docs = docs;
    }

    /** Reads both on worker threads; fails when the contract cannot be served. */
    public static Future<Published> read(Vertx vertx) {
        var contract = Contract.load(vertx, Contract.RESOURCE);
        var docs = Docs.load(vertx);
        return Future.all(contract, docs).map(read -> new Published(contract.result(), docs.result()));
    }

    Contract contract() {
        return contract;
    }

    Docs docs() {
        return docs;
    }
}
