package dev.usher.repair;

import dev.usher.async.AsyncLoop;
import dev.usher.async.Backoff;
import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.report.Drift;
import dev.usher.registrations.store.ChangeStore;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.Snapshot;
import dev.usher.repair.plan.RowSums;
import dev.usher.service.Timestamp;
import dev.usher.users.UserStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the counters of one event with its registrations and its waitlist, and logs a warning when they differ; it
 * corrects no difference. Rows are read in pages, each between two reads of the event at one version, with pauses in
 * between. Between pages the change log advances the sums to the event's version. A difference counts when a second
 * pass finds the same one, since a read in many parts is no snapshot. Adds what older versions did not write: the
 * digest of an event, and the removal of the user from an entry that left. Stateless.
 */
final class ConsistencyCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ConsistencyCheck.class);
    private static final int PASSES = 3;
    private static final long PAUSE_MILLIS = 2_000;
    private static final int PAGE = 1_000;
    private static final int PAGE_TRIES = 10;
    private static final long MAX_PAGE_PAUSE_MILLIS = 100;
    private static final int MAX_VERSIONS = 1_000;
    private static final int SAMPLED_USERS = 25;

    private final Vertx vertx;
    private final LedgerStore ledger;
    private final RepairStore store;
    private final UserStore users;
    private final int rowsAtOnce;
    private final long pauseMillis;

    /**
     * @param rowsAtOnce about how many rows are read before a pause
     * @param pauseMillis duration of the pause
     */
    ConsistencyCheck(
            Vertx vertx, LedgerStore ledger, RepairStore store, UserStore users, int rowsAtOnce, long pauseMillis) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.store = store;
        this.users = users;
        this.rowsAtOnce = rowsAtOnce;
        this.pauseMillis = pauseMillis;
    }

    /** @param eventId id of an event that was created at some time */
    Future<Drift> of(String eventId) {
        return ledger.event(eventId).compose(event -> event.isEmpty() ? absent(eventId) : pass(event.get(), null, 1));
    }

    /** An event that was purged has no registrations. */
    private Future<Drift> absent(String eventId) {
        return ledger.registrations(eventId, 1, null)
                .map(page -> page.items().isEmpty()
                        ? Drift.NONE
                        : found(eventId, 0, Set.of("Events: no row for the event")));
    }

    /** @param before the result of the pass before, or null */
    private Future<Drift> pass(Event event, Result before, int number) {
        var pass = new Pass(event, before == null ? Set.of() : before.strangers());
        return pass.run().compose(passed -> {
            if (passed.isEmpty()) {
                return Future.succeededFuture(Drift.MOVING);
            }
            var result = passed.get();
            if (result.fits()) {
                return Future.succeededFuture(Drift.NONE);
            }
            if (before != null && result.confirms(before)) {
                return result.digest().isPresent() ? digest(result) : Future.succeededFuture(result.found());
            }
            return number == PASSES
                    ? Future.succeededFuture(Drift.MOVING)
                    : vertx.timer(PAUSE_MILLIS)
                            .compose(paused -> ledger.event(event.eventId()))
                            .compose(fresh -> pass(fresh.orElse(event), result, number + 1));
        });
    }

    private static Drift found(String eventId, long version, Set<String> findings) {
        LOG.warn(
                "inconsistent rows, see --repair: event={} version={} findings={}",
                eventId,
                version,
                String.join("; ", findings));
        return Drift.FOUND;
    }

    /** Commits the digest in a turn without changes. Fails where the event has changed; the next check tries again. */
    private Future<Drift> digest(Result result) {
        var event = result.event();
        var now = Timestamp.now();
        var counts = event.counts().at(event.version() + 1, result.digest().orElseThrow());
        var after = event.with(counts).indexedAt(now.moment());
        return ledger.prepare(new Turn(event, after, List.of(), List.of(), List.of(), now))
                .send()
                .map(sent -> {
                    if (sent instanceof CommitResult.Committed) {
                        LOG.info("digest added: event={} version={}", event.eventId(), after.version());
                    }
                    return Drift.NONE;
                });
    }

    /**
     * The result of one pass.
     *
     * @param strangers users that have a registration but do not exist; needs no second pass
     * @param digest the digest to add to the event; empty where it has one, or changed during the pass
     */
    private record Result(Event event, Set<String> findings, Set<String> strangers, Optional<Long> digest) {
        boolean fits() {
            return findings.isEmpty() && strangers.isEmpty() && digest.isEmpty();
        }

        boolean confirms(Result before) {
            return findings.equals(before.findings)
                    && digest.equals(before.digest)
                    && (digest.isEmpty() || event.version() == before.event.version());
        }

        Drift found() {
            var all = new TreeSet<>(findings);
            strangers.forEach(userId -> all.add("Users: no row for " + userId));
            return ConsistencyCheck.found(event.eventId(), event.version(), all);
        }
    }

    /** One read of all rows. */
    private final class Pass {
        private final RowSums sums;
        private final Set<String> strangers = new TreeSet<>();
        private boolean moving;
        private int read;

        Pass(Event event, Set<String> strangers) {
            this.sums = new RowSums(event);
            this.strangers.addAll(strangers);
        }

        /** Empty where the event changed faster than a page is read, or its change log is incomplete. */
        Future<Optional<Result>> run() {
            return AsyncLoop.walk(() -> page(PAGE_TRIES))
                    .compose(over -> moving
                            ? Future.succeededFuture(Optional.empty())
                            : ahead().compose(ahead ->
                                    uncounted().map(uncounted -> Optional.of(result(ahead, uncounted)))));
        }

        /**
         * By how many versions the change log is ahead of the event; negative where its last rows are missing. A row in
         * the log is visible to a later serializable read of the event.
         */
        private Future<Long> ahead() {
            long version = sums.event().version();
            return store.lastLogged(eventId())
                    .compose(logged -> logged.version() <= version
                            ? Future.succeededFuture(logged.kept() ? logged.version() - version : 0)
                            : ledger.snapshot(eventId(), Set.of()).map(read -> read.flatMap(Snapshot::event)
                                    .map(event -> Math.max(0, logged.version() - event.version()))
                                    .orElse(0L)));
        }

        /** Number of departures missing in the counts, negative for too many; 0 where the event has changed. */
        private Future<Long> uncounted() {
            var counts = sums.event().counts();
            long left = counts.lastTicket() - counts.lineFloor() - counts.waitlistCount();
            return ledger.departures(eventId(), counts.lineFloor(), counts.lastTicket())
                    .compose(counted ->
                            isUnchanged().map(unchanged -> unchanged ? left - counted.count(counts.lastTicket()) : 0L));
        }

        private Result result(long ahead, long uncounted) {
            var findings = new TreeSet<>(sums.findings(ahead));
            if (uncounted != 0) {
                findings.add("Waitlist: departures: " + Math.abs(uncounted) + " too "
                        + (uncounted > 0 ? "few counted" : "many counted"));
            }
            boolean lacksDigest = sums.event().counts().rosterDigest() == null;
            return new Result(
                    sums.event(),
                    findings,
                    strangers,
                    lacksDigest && findings.isEmpty() && strangers.isEmpty() ? sums.digest() : Optional.empty());
        }

        private String eventId() {
            return sums.event().eventId();
        }

        private Future<AsyncLoop> page(int tries) {
            if (sums.complete()) {
                return Future.succeededFuture();
            }
            if (read >= rowsAtOnce) {
                read = 0;
                return vertx.timer(pauseMillis).map(paused -> () -> page(tries));
            }
            return ledger.event(eventId())
                    .compose(event -> event.isEmpty() ? Future.succeededFuture(false) : advance(event.get()))
                    .compose(advanced -> {
                        if (!advanced) {
                            moving = true;
                            return Future.succeededFuture();
                        }
                        return sums.registrationsRead() ? entries(tries) : registrations(tries);
                    });
        }

        private Future<Boolean> advance(Event event) {
            long version = sums.event().version();
            if (event.version() == version) {
                return Future.succeededFuture(true);
            }
            return event.version() < version || event.version() - version > MAX_VERSIONS
                    ? Future.succeededFuture(false)
                    : advance(event, event.version() - version);
        }

        private Future<Boolean> advance(Event event, long versions) {
            return ledger.changes(eventId(), sums.event().version(), (int) Math.min(ChangeStore.PAGE, versions))
                    .compose(log -> {
                        boolean advanced = !log.isEmpty() && sums.advance(event, log);
                        return advanced && log.size() < versions
                                ? advance(event, versions - log.size())
                                : Future.succeededFuture(advanced);
                    });
        }

        private Future<AsyncLoop> registrations(int tries) {
            return ledger.registrations(eventId(), PAGE, sums.lastUser())
                    .compose(page -> isUnchanged().compose(unchanged -> {
                        if (!unchanged) {
                            return again(tries);
                        }
                        read += page.items().size();
                        sums.addRegistrations(page.items(), page.next() == null);
                        return strangers(page.items()).map(checked -> () -> page(PAGE_TRIES));
                    }));
        }

        private Future<AsyncLoop> entries(int tries) {
            return store.waitlist(eventId(), PAGE, sums.lastTicket())
                    .compose(page -> isUnchanged().compose(unchanged -> {
                        if (!unchanged) {
                            return again(tries);
                        }
                        read += page.items().size();
                        sums.addEntries(page.items(), page.next() == null);
                        return store.removeUsers(eventId(), namedDepartures(page.items()))
                                .map(removed -> () -> page(PAGE_TRIES));
                    }));
        }

        private static List<Long> namedDepartures(List<Entry> entries) {
            return entries.stream()
                    .filter(entry -> entry.left() && !entry.userId().equals(Entry.NO_USER))
                    .map(Entry::ticket)
                    .toList();
        }

        /** Whether the event is still at the version of the sums. */
        private Future<Boolean> isUnchanged() {
            return ledger.event(eventId()).map(event -> event.filter(
                            now -> now.version() == sums.event().version())
                    .isPresent());
        }

        private Future<AsyncLoop> again(int tries) {
            if (tries == 1) {
                moving = true;
                return Future.succeededFuture();
            }
            return Backoff.upTo(vertx, MAX_PAGE_PAUSE_MILLIS).map(paused -> () -> page(tries - 1));
        }

        /**
         * Checks only some users of a page: reading one by its key costs as much as a page of registrations. Continues
         * the erasure of an erased user: a register that was under way for long may have been committed after it.
         */
        private Future<Void> strangers(List<Registration> rows) {
            var drawn = new ArrayList<>(rows);
            Collections.shuffle(drawn, ThreadLocalRandom.current());
            var ids = drawn.stream()
                    .limit(SAMPLED_USERS)
                    .map(Registration::userId)
                    .collect(Collectors.toSet());
            return users.find(ids).compose(found -> {
                ids.removeAll(found.keySet());
                return ids.isEmpty()
                        ? Future.succeededFuture()
                        : store.erased(ids).compose(erased -> {
                            ids.stream().filter(id -> !erased.contains(id)).forEach(strangers::add);
                            return store.resumeErasures(erased);
                        });
            });
        }
    }
}
