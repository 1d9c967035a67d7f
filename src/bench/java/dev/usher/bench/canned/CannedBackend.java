package dev.usher.bench.canned;

import dev.usher.Backend;
import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.events.EventStore;
import dev.usher.events.EventVerticle;
import dev.usher.events.ListEvents;
import dev.usher.service.Page;
import dev.usher.service.Timestamp;
import dev.usher.users.User;
import dev.usher.users.UserExistenceCache;
import dev.usher.users.UserStore;
import dev.usher.users.UserVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The product's services for users and events over a store in which every id exists. It answers on a thread of its own,
 * as the SDK does, so that no read completes before it is awaited. Creates and lists nothing.
 */
final class CannedBackend implements Backend {
    private static final Timestamp CREATED = new Timestamp("2026-01-02T03:04:05.678Z");

    private final Vertx vertx;
    private final ServiceBus bus;
    private final Executor store = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "canned-store");
        thread.setDaemon(true);
        return thread;
    });

    CannedBackend(Vertx vertx, ServiceBus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    private final class Users implements UserStore {
        @Override
        public Future<User> create(User user) {
            return Future.failedFuture("nothing is created here");
        }

        @Override
        public Future<Map<String, Optional<User>>> find(Set<String> userIds) {
            return answered(userIds, id -> new User(id, "A name of usual length", CREATED, null));
        }

        @Override
        public Future<Boolean> rename(String userId, String name) {
            return Future.failedFuture("nothing is renamed here");
        }
    }

    private final class Events implements EventStore {
        @Override
        public Future<Event> create(Event event) {
            return Future.failedFuture("nothing is created here");
        }

        @Override
        public Future<Map<String, Optional<Event>>> find(Set<String> eventIds) {
            var counts = new Event.Counts(57, 0, 0, 0, 58);
            return answered(eventIds, id -> new Event(id, "A name of usual length", 100, true, counts, CREATED, null));
        }

        @Override
        public Future<Map<String, Optional<Event>>> findSummaries(Set<String> eventIds) {
            return find(eventIds);
        }

        @Override
        public Future<PurgeResult> purge(Event event) {
            return Future.failedFuture("nothing is purged here");
        }

        @Override
        public Future<Page<Event>> list(ListEvents list) {
            return Future.failedFuture("nothing is listed here");
        }
    }

    private <V> Future<Map<String, Optional<V>>> answered(Set<String> ids, Function<String, V> row) {
        var asked = List.copyOf(ids);
        var answer = CompletableFuture.supplyAsync(
                () -> {
                    Map<String, Optional<V>> rows = new HashMap<>();
                    asked.forEach(id -> rows.put(id, Optional.of(row.apply(id))));
                    return rows;
                },
                store);
        return Future.fromCompletionStage(answer, vertx.getOrCreateContext());
    }

    @Override
    public Future<Void> prepare() {
        return Future.succeededFuture();
    }

    @Override
    public List<Service> services() {
        return List.of(
                new Service("users", 1, () -> new UserVerticle(bus, new Users(), new UserExistenceCache())),
                new Service("events", 1, () -> new EventVerticle(bus, new Events())));
    }

    @Override
    public Future<Void> ready() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
