package dev.usher.users;

import dev.usher.bus.ServiceBus;
import dev.usher.service.CreateResult;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.RequestKey;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;
import java.util.UUID;

/** Service that creates, reads and renames users. */
public final class UserVerticle extends VerticleBase {
    private final ServiceBus bus;
    private final UserStore store;
    private final UserLookup users;

    public UserVerticle(ServiceBus bus, UserStore store, UserExistenceCache known) {
        this.bus = bus;
        this.store = store;
        this.users = new UserLookup(store, known);
    }

    @Override
    public Future<?> start() {
        return Future.all(
                bus.serve(CreateUser.class, this::create),
                bus.serve(GetUser.class, this::find),
                bus.serve(UpdateUser.class, this::update));
    }

    private Future<Outcome<CreateResult<User>>> create(CreateUser request) {
        var userId = request.userId() == null ? UUID.randomUUID().toString() : request.userId();
        var key = request.requestKey();
        var user = new User(userId, request.name(), Timestamp.now(), key == null ? null : key.stored());
        return store.create(user).map(stored -> created(user, stored, key));
    }

    /** Compares by identity: the store returns the very instance only if this request created it. */
    private static Outcome<CreateResult<User>> created(User wanted, User stored, RequestKey key) {
        return stored == wanted
                ? Outcome.done(new CreateResult<>(wanted, false))
                : CreateResult.met(stored, key, stored.requestKey(), RefusalReason.USER_EXISTS);
    }

    private Future<Outcome<User>> find(GetUser request) {
        return users.find(request.userId()).map(UserVerticle::found);
    }

    private static Outcome<User> found(Optional<User> user) {
        return user.map(Outcome::done).orElseGet(() -> Outcome.refused(RefusalReason.USER_NOT_FOUND));
    }

    private Future<Outcome<User>> update(UpdateUser request) {
        return users.find(request.userId())
                .compose(user -> user.isEmpty() || user.get().name().equals(request.name())
                        ? Future.succeededFuture(user)
                        : store.rename(request.userId(), request.name()).map(renamed -> user.filter(known -> renamed)
                                .map(known -> known.named(request.name()))))
                .map(UserVerticle::found);
    }
}
