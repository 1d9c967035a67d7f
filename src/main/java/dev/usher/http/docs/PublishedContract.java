package dev.usher.http.docs;

import dev.usher.contract.Contract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Contract and documentation pages, read from the jar once and shared by all instances of {@code ApiVerticle}.
 * Immutable.
 */
public record PublishedContract(Contract contract, ApiDocs docs) {
    /** Reads both on worker threads; fails when the contract cannot be served. */
    public static Future<PublishedContract> read(Vertx vertx) {
        var contract = Contract.load(vertx, Contract.RESOURCE);
        var docs = ApiDocs.load(vertx);
        return Future.all(contract, docs).map(read -> new PublishedContract(contract.result(), docs.result()));
    }
}
