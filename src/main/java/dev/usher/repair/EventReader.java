package dev.usher.repair;

import dev.usher.async.AsyncLoop;
import dev.usher.async.Backoff;
import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.Snapshot;
import dev.usher.repair.plan.EventRows;
import dev.usher.service.UnavailableException;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads all rows of an event as of one version, while replicas continue to change it. Rows are read page by page, and
 * the change log of the versions since then is applied to them. Rows changed by the versions just before the read are
 * read again in transactions: a plain read may have met them half visible.
 */
final class EventReader {
    private static final int PAGE = 1_000;
    private static final int LOG_PAGE = 100;
    /** Number of versions before the read whose rows are read again. */
    private static final int UNSETTLED_VERSIONS = 200;

    private static final int TRIES = 100;
    private static final long MAX_PAUSE_MILLIS = 100;

    private final Vertx vertx;
    private final LedgerStore ledger;
    private final RepairStore store;
    private final UserStore users;

    EventReader(Vertx vertx, LedgerStore ledger, RepairStore store, UserStore users) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.store = store;
        this.users = users;
    }

    /** Reads an event. Empty where it has no row and the change log does not contain its details. */
    Future<Optional<EventRows>> read(String eventId) {
        return begin(eventId)
                .compose(begun -> begun.isEmpty()
                        ? Future.succeededFuture(begun)
                        : whole(begun.get()).map(done -> begun));
    }

    private Future<Optional<EventRows>> begin(String eventId) {
        return ledger.event(eventId).compose(found -> store.lastLogged(eventId)
                .compose(logged -> found.isPresent()
                        ? Future.succeededFuture(Optional.of(new EventRows(found.get(), true, logged)))
                        : rebuilt(eventId).map(event -> event.map(lost -> new EventRows(lost, false, logged)))));
    }

    /** Rebuilds the event from the last row of its change log. */
    private Future<Optional<Event>> rebuilt(String eventId) {
        var last = new AtomicReference<LoggedTurn>();
        var details = new AtomicReference<LoggedTurn>();
        var owner = new AtomicReference<String>();
        return log(eventId, 0, turn -> {
                    last.set(turn);
                    turn.details().ifPresent(changed -> {
                        details.set(turn);
                        owner.set(changed.owner() == null ? owner.get() : changed.owner());
                    });
                })
                .compose(read -> store.origin(eventId))
                .map(found -> found.filter(origin -> details.get() != null)
                        .map(origin -> new Event(
                                eventId,
                                details.get().details().orElseThrow().terms(),
                                details.get().details().orElseThrow().status(),
                                last.get().counts(),
                                origin.createdAt(),
                                origin.requestKey(),
                                owner.get() == null ? origin.owner() : owner.get(),
                                details.get().version(),
                                0,
                                false)));
    }

    private Future<Void> whole(EventRows rows) {
        long version = rows.event().version();
        return registrations(rows)
                .compose(read -> waitlist(rows))
                .compose(read -> departures(rows))
                .compose(read -> settle(rows, Math.max(0, version - UNSETTLED_VERSIONS)))
                .compose(settled -> advance(rows));
    }

    private Future<Void> registrations(EventRows rows) {
        return AsyncLoop.<String>from(
                null, after -> ledger.registrations(rows.event().eventId(), PAGE, after)
                        .compose(page -> {
                            page.items().forEach(rows::put);
                            return strangers(rows, page.items()).map(page.next());
                        }));
    }

    private Future<Void> strangers(EventRows rows, List<Registration> read) {
        var ids = read.stream().map(Registration::userId).collect(Collectors.toSet());
        return users.find(ids).compose(found -> {
            ids.removeAll(found.keySet());
            return store.erased(ids)
                    .onSuccess(erased -> read.stream()
                            .filter(row -> ids.contains(row.userId()) && !erased.contains(row.userId()))
                            .forEach(row -> rows.strangers().put(row.userId(), row)))
                    .mapEmpty();
        });
    }

    /** Reads the waitlist from the floor on, or from the lowest waiting ticket if that is lower. */
    private Future<Void> waitlist(EventRows rows) {
        long above = rows.registrations().values().stream()
                .filter(row -> row.waits() && row.ticket() != null)
                .mapToLong(row -> row.ticket() - 1)
                .reduce(rows.event().counts().lineFloor(), Math::min);
        return AsyncLoop.from(above, last -> store.waitlist(rows.event().eventId(), PAGE, last)
                .map(page -> {
                    page.items().forEach(rows::put);
                    return page.next() == null ? null : Long.valueOf(page.next());
                }));
    }

    private Future<Void> departures(EventRows rows) {
        var counts = rows.event().counts();
        return ledger.departures(rows.event().eventId(), counts.lineFloor(), counts.lastTicket())
                .onSuccess(counted -> counted.tickets().forEach(rows.departures()::add))
                .mapEmpty();
    }

    /** Reads the rows again that were changed by versions after {@code version}. */
    private Future<Void> settle(EventRows rows, long version) {
        var userIds = new HashSet<String>();
        var tickets = new HashSet<Long>();
        return log(rows.event().eventId(), version, turn -> turn.changes().forEach(change -> {
                    userIds.add(change.userId());
                    if (change.ticket() != null) {
                        tickets.add(change.ticket());
                    }
                }))
                .compose(logged -> {
                    var parts = new ArrayList<Supplier<Future<Void>>>();
                    var eventId = rows.event().eventId();
                    inParts(userIds)
                            .forEach(part -> parts.add(() -> this.<String, Registration>exact(
                                    () -> ledger.snapshot(eventId, part).map(read -> read.map(Snapshot::rows)),
                                    rows::set)));
                    inParts(tickets)
                            .forEach(part -> parts.add(
                                    () -> this.<Long, Entry>exact(() -> store.entries(eventId, part), rows::set)));
                    return AsyncLoop.each(parts.iterator(), Supplier::get);
                });
    }

    private static <T> List<Set<T>> inParts(Set<T> set) {
        var all = List.copyOf(set);
        var parts = new ArrayList<Set<T>>();
        for (int from = 0; from < all.size(); from += LedgerStore.MAX_SNAPSHOT_ROWS) {
            parts.add(Set.copyOf(all.subList(from, Math.min(all.size(), from + LedgerStore.MAX_SNAPSHOT_ROWS))));
        }
        return parts;
    }

    /** Repeats a serializable read, which is empty while a transaction on one of its rows is pending. */
    private <K, V> Future<Void> exact(
            Supplier<Future<Optional<Map<K, Optional<V>>>>> read, BiConsumer<K, Optional<V>> set) {
        return AsyncLoop.from(TRIES, tries -> read.get().compose(found -> {
            found.ifPresent(rows -> rows.forEach(set));
            return found.isPresent()
                    ? Future.succeededFuture()
                    : again(tries, "a transaction is pending on rows of the event");
        }));
    }

    /** Advances the rows to the current version of the event. Fails where the change log is incomplete. */
    Future<Void> advance(EventRows rows) {
        return rows.stored() ? AsyncLoop.from(TRIES, tries -> advance(rows, tries)) : Future.succeededFuture();
    }

    /** Returns how many tries are left; null when the rows are at the current version. */
    private Future<Integer> advance(EventRows rows, int tries) {
        var eventId = rows.event().eventId();
        return ledger.event(eventId).compose(found -> {
            long version = found.map(Event::version).orElse(0L);
            if (version == rows.event().version()) {
                return Future.succeededFuture();
            }
            var log = new ArrayList<LoggedTurn>();
            return log(eventId, rows.event().version(), log::add)
                    .compose(read -> version > rows.event().version() && rows.advance(log, version)
                            ? Future.succeededFuture()
                            : again(tries, "the change log is incomplete: version=" + version));
        });
    }

    private Future<Integer> again(int tries, String why) {
        return tries > 1
                ? Backoff.upTo(vertx, MAX_PAUSE_MILLIS).map(tries - 1)
                : Future.failedFuture(new UnavailableException(why, null));
    }

    private Future<Void> log(String eventId, long after, Consumer<LoggedTurn> each) {
        return AsyncLoop.from(
                after, last -> ledger.changes(eventId, last, LOG_PAGE).map(page -> {
                    page.forEach(each);
                    return page.size() < LOG_PAGE
                            ? null
                            : (Long) page.get(page.size() - 1).version();
                }));
    }
}
