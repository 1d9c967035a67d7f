package dev.usher.webhook;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.store.ChangeStore;
import dev.usher.service.Page;
import dev.usher.service.Timestamp;
import dev.usher.webhook.store.Delivery;
import dev.usher.webhook.store.DeliveryStore;
import dev.usher.webhook.store.UntoldEvent;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Events, their change log and the progress of their delivery in memory. Thread-safe. */
final class ModelDeliveries implements DeliveryStore, ChangeStore {
    private static final int IDS_A_PAGE = 250;
    private static final Timestamp NOW = new Timestamp("2026-11-28T04:00:00Z");

    private final Map<String, Row> rows = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private long torn;

    /** @param oldest first version of the change log */
    private record Row(long version, long first, long oldest, Optional<Delivery> delivery) {}

    /** Commits the next version of an event, and marks it unless it is marked. */
    synchronized void commit(String eventId) {
        rows.merge(
                eventId,
                new Row(1, 1, 1, Optional.empty()),
                (row, none) -> new Row(
                        row.version + 1, row.first == 0 ? row.version + 1 : row.first, row.oldest, row.delivery));
    }

    /** Lets the rows of the change log before this version expire. */
    synchronized void expire(String eventId, long before) {
        rows.computeIfPresent(eventId, (id, row) -> new Row(row.version, row.first, before, row.delivery));
    }

    /** Ends all claims and pauses, as time does. */
    synchronized void endClaims() {
        rows.replaceAll((id, row) -> new Row(
                row.version,
                row.first,
                row.oldest,
                row.delivery.map(before -> new Delivery(
                        before.cursor(), before.owner(), Instant.EPOCH, before.failures(), before.since()))));
    }

    /** Leaves the event as a process leaves it whose attempts have failed since then. */
    synchronized void pause(String eventId, Instant since, Instant until) {
        rows.computeIfPresent(
                eventId,
                (id, row) -> new Row(
                        row.version, row.first, row.oldest, Optional.of(new Delivery(0, "dead", until, 9, since))));
    }

    /** Lets the next read return the event as it was before its last version, beside the delivery as it is. */
    synchronized void readTorn() {
        torn = 1;
    }

    /** Reads and writes until now, but those of the list of marks. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized long version(String eventId) {
        return rows.get(eventId).version;
    }

    synchronized Delivery delivery(String eventId) {
        return rows.get(eventId).delivery.orElseThrow();
    }

    synchronized long marked() {
        return rows.values().stream().filter(row -> row.first > 0).count();
    }

    @Override
    public synchronized Future<Optional<UntoldEvent>> find(String eventId) {
        calls.add("find");
        long behind = torn;
        torn = 0;
        return Future.succeededFuture(Optional.ofNullable(rows.get(eventId))
                .filter(row -> row.first > 0)
                .map(row -> new UntoldEvent(event(eventId, row.version - behind), row.first, row.delivery)));
    }

    @Override
    public synchronized Future<Boolean> move(String eventId, Optional<Delivery> before, Delivery after) {
        calls.add("move");
        var row = rows.get(eventId);
        boolean unchanged = row.delivery.equals(before);
        if (unchanged) {
            rows.put(eventId, new Row(row.version, row.first, row.oldest, Optional.of(after)));
        }
        return Future.succeededFuture(unchanged);
    }

    @Override
    public synchronized Future<Boolean> told(String eventId, long version) {
        calls.add("told");
        var row = rows.get(eventId);
        if (row.version == version) {
            rows.put(eventId, new Row(version, 0, row.oldest, row.delivery));
        }
        return Future.succeededFuture(row.version == version);
    }

    @Override
    public synchronized Future<Page<String>> untold(String after) {
        var ids = rows.entrySet().stream()
                .filter(row -> row.getValue().first > 0)
                .map(Map.Entry::getKey)
                .filter(id -> after == null || id.compareTo(after) > 0)
                .limit(IDS_A_PAGE)
                .toList();
        return Future.succeededFuture(new Page<>(ids, ids.size() < IDS_A_PAGE ? null : ids.get(ids.size() - 1)));
    }

    @Override
    public synchronized Future<List<LoggedTurn>> changes(String eventId, long after, int max) {
        calls.add("changes");
        var row = rows.get(eventId);
        return Future.succeededFuture(LongStream.rangeClosed(Math.max(row.oldest, after + 1), row.version)
                .limit(max)
                .mapToObj(version ->
                        new LoggedTurn(eventId, NOW, event(eventId, version).counts(), List.of(), Optional.empty()))
                .toList());
    }

    @Override
    public synchronized Future<Optional<SortedSet<Long>>> absent(String eventId, long first, long last) {
        return Future.succeededFuture(Optional.of(LongStream.range(first, Math.min(rows.get(eventId).oldest, last + 1))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new))));
    }

    static Event event(String eventId, long version) {
        return new Event(eventId, "Event", 9, true, new Event.Counts(0, 0, 0, 0, version), NOW, null);
    }
}
