package dev.usher.registrations;

import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.store.RegistrationStore;
import dev.usher.service.Page;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Waitlist of {@link ModelStore} as position reads use it; records the requests. */
final class ModelRegistrations implements RegistrationStore {
    private final ModelStore tables;
    final List<String> calls = new ArrayList<>();
    /** What happens before the departures are read. */
    Runnable beforeDepartures = () -> {};

    ModelRegistrations(ModelStore tables) {
        this.tables = tables;
    }

    @Override
    public Future<Departures> departures(String eventId, long floor, long upTo) {
        calls.add("departures " + floor + ".." + upTo);
        beforeDepartures.run();
        return Future.succeededFuture(tables.departures(floor));
    }

    @Override
    public Future<Page<Registration>> ofUser(String userId, Registration.Status status, int limit, String after) {
        throw new AssertionError("not asked for");
    }

    @Override
    public Future<Page<String>> eventsOf(String userId, int limit, String after) {
        throw new AssertionError("not asked for");
    }

    @Override
    public Future<Page<Registration>> seated(String eventId, int limit, String after) {
        throw new AssertionError("not asked for");
    }
}
