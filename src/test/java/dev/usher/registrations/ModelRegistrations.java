package dev.usher.registrations;

import dev.usher.bus.Page;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Waitlist of {@link ModelTables} as position reads use it; records the requests. */
final class ModelRegistrations implements RegistrationStore {
    private final ModelTables tables;
    final List<String> calls = new ArrayList<>();
    /** What happens before the departures are read. */
    Runnable beforeDepartures = () -> {};

    ModelRegistrations(ModelTables tables) {
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
    public Future<Page<Registration>> seated(String eventId, int limit, String after) {
        throw new AssertionError("not asked for");
    }
}
