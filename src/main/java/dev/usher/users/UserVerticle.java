package dev.usher.users;

import dev.usher.bus.Bus;
import dev.usher.bus.Creation;
import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.bus.RequestKey;
import dev.usher.bus.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.UUID;

/** Service that creates and reads users. */
public final class UserVerticle extends VerticleBase {
    private final Bus bus;
    private final UserStore store;
    private final Users users;

    public UserVerticle(Bus bus, UserStore store, KnownUsers known) {
        this.bus = bus;
        this.store = store;
        this.users = new Users(store, known);
    }

    @Override
    public Future<?> start() {
        return Future.all(bus.serve(CreateUser.class, this::create), bus.serve(FindUser.class, this::find));
    }

    private Future<Outcome<Creation<User>>> create(CreateUser request) {
        var userId = request.userId() == null ? UUID.randomUUID().toString() : request.userId();
        var key = request.requestKey();
        var user = new User(userId, request.name(), Timestamp.now(), key == null ? null : key.stored());
        return store.create(user).map(standing -> created(user, standing, key));
    }

    /** Compares by identity: the store returns the very instance only if this request created it. */
    private static Outcome<Creation<User>> created(User wanted, User standing, RequestKey key) {
        return standing == wanted
                ? Outcome.done(new Creation<>(wanted, false))
                : Creation.met(standing, key, standing.requestKey(), Reason.USER_EXISTS);
    }

    private Future<Outcome<User>> find(FindUser request) {
        return users.find(request.userId())
                .map(user -> user.map(Outcome::done).orElseGet(() -> Outcome.refused(Reason.USER_NOT_FOUND)));
    }
}
