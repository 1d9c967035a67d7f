package dev.usher.bench.direct;

import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.Unregistered;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Yardstick for the ledger: the usual implementation. Every request commits by itself with one conditional transaction,
 * and retries with jitter after a conflict. It keeps the same rows and the same invariants. It reads the event before
 * it writes, because a failed write costs more than a read and blocks others; between requests it remembers only which
 * events were full, where the caller's own row is read along.
 *
 * <p>Safe on any context; answers on the caller's. Does not raise capacities.
 */
public final class DirectLedger {
    private final Vertx vertx;
    private final DirectStore store;
    private final DirectWrites writes;
    private final Set<String> full = ConcurrentHashMap.newKeySet();
    private final Function<String, Future<Boolean>> userExists;

    /** @param userExists the look-up that the ledger's service uses too */
    public DirectLedger(
            Vertx vertx, DynamoDbAsyncClient dynamo, String tablePrefix, Function<String, Future<Boolean>> userExists) {
        this.vertx = vertx;
        this.userExists = userExists;
        store = new DirectStore(vertx, dynamo, tablePrefix);
        writes = new DirectWrites(tablePrefix);
    }

    public Future<Outcome<RegistrationView>> register(Register request) {
        var patience = new Patience(vertx, request.deadline());
        return userExists
                .apply(request.userId())
                .compose(exists -> exists
                        ? new DirectRegister(store, writes, patience, full, request).begin()
                        : Future.succeededFuture(Outcome.refused(RefusalReason.USER_NOT_FOUND)));
    }

    public Future<Outcome<Unregistered>> unregister(Unregister request) {
        var patience = new Patience(vertx, request.deadline());
        return new DirectUnregister(store, writes, patience, request).begin();
    }
}
