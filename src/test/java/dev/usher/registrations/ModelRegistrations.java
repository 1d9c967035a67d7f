package dev.usher.registrations;

import dev.usher.bus.Page;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The waitlist of {@link ModelTables} as looks at positions read it, with what is asked written down. */
final class ModelRegistrations implements RegistrationStore {
    private final ModelTables tables;
    final List<String> calls = new ArrayList<>();
    /** What happens before the departures are read. */
    Runnable beforeDepartures = () -> {};
    /** What happens before entries are read. */
    Runnable beforeEntries = () -> {};
    /** Whether entries are from before they had a time. */
    boolean withoutTime;

    ModelRegistrations(ModelTables tables) {
        this.tables = tables;
    }

    @Override
    public Future<Departures> departures(String eventId, long above, long upTo) {
        calls.add("departures " + above + ".." + upTo);
        beforeDepartures.run();
        return Future.succeededFuture(tables.departures);
    }

    @Override
    public Future<Departures> scanDepartures(String eventId, long above) {
        calls.add("scan above " + above);
        return Future.succeededFuture(Departures.of(tables.line.tailMap(above, false).values().stream()
                .filter(Line.Place::left)
                .map(Line.Place::ticket)
                .toList()));
    }

    @Override
    public Future<Map<Long, WaitlistEntry>> entries(String eventId, List<Long> tickets) {
        calls.add("entries " + tickets.size());
        beforeEntries.run();
        var entries = new HashMap<Long, WaitlistEntry>();
        tickets.stream().filter(tables.line::containsKey).map(tables.line::get).forEach(place -> {
            var time = withoutTime ? null : ModelTables.CREATED;
            entries.put(place.ticket(), new WaitlistEntry(place.ticket(), place.userId(), time, place.left()));
        });
        return Future.succeededFuture(entries);
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
