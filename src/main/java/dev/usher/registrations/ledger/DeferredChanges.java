package dev.usher.registrations.ledger;

import dev.usher.async.Backoff;
import dev.usher.events.Event;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.plan.Admission;
import dev.usher.registrations.roster.EventRoster;
import dev.usher.registrations.roster.RosterCache;
import dev.usher.registrations.roster.RosterLoader;
import dev.usher.registrations.store.ChangeStore;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.DeniedException;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides the changes that a turn did not accept. Each refusal rests on one state of the event that was current at a
 * moment after the caller arrived, and every read that proves this is serializable:
 *
 * <ul>
 *   <li>For few callers, the event and their rows are read in one transaction.
 *   <li>For many callers, a roster in memory shows which users have no row, and the event's version shows that the
 *       roster is current: the version that the callers' own turn has just committed, or one that is read in a
 *       transaction.
 *   <li>Where such reads repeatedly conflict with turns of other replicas: after a plain read shows version x, at most
 *       version x + 1 can have been current; once the change log has x + 1, the state at that version was current after
 *       the read.
 * </ul>
 *
 * <p>A change that could now be accepted, or that could not be decided, stays with the callers for the next turn. Lives
 * on the event's context.
 */
final class DeferredChanges {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredChanges.class);
    private static final int MAX_MISSED_CATCH_UPS = 20;
    private static final int MAX_LOG_PAGES = 4;

    private final String eventId;
    private final LedgerStore store;
    private final EventLedgerState memory;
    private final RosterCache rosters;
    private final RosterLoader loader;

    private int missedCatchUps;

    DeferredChanges(String eventId, LedgerStore store, EventLedgerState memory, RosterCache rosters) {
        this.eventId = eventId;
        this.store = store;
        this.memory = memory;
        this.rosters = rosters;
        this.loader = new RosterLoader(eventId, store, rosters);
    }

    /** Applies a committed turn of this replica to the roster if the roster is at the version before it. */
    void committed(Turn turn) {
        roster().filter(roster -> roster.version() == turn.before().version())
                .ifPresent(roster -> apply(roster, turn.logged()));
    }

    private Optional<EventRoster> roster() {
        return rosters.get(loader);
    }

    private boolean apply(EventRoster roster, LoggedTurn turn) {
        boolean fits = roster.apply(turn);
        if (fits) {
            rosters.put(loader, roster);
        } else {
            rosters.remove(loader);
        }
        return fits;
    }

    /**
     * Decides the changes that can be decided now.
     *
     * @param committed the version that the turn of these callers committed, if any
     * @param backoff paces reads that met a pending transaction
     */
    Future<Void> decide(TurnCallers callers, List<PendingChange> deferred, Optional<Event> committed, Backoff backoff) {
        if (deferred.isEmpty()) {
            return Future.succeededFuture();
        }
        var roster = roster();
        if (roster.isEmpty()) {
            return byRows(callers, deferred, backoff);
        }
        return committed.isPresent()
                        && roster.get().version() == committed.get().version()
                ? byRoster(roster.get(), callers, deferred, backoff)
                : current(roster.get(), backoff)
                        .recover(this::unreadable)
                        .compose(current -> current
                                ? byRoster(roster.get(), callers, deferred, backoff)
                                : byRows(callers, deferred, backoff));
    }

    /** Brings the roster to a version that was current after this call; false if that failed. */
    private Future<Boolean> current(EventRoster roster, Backoff backoff) {
        return store.snapshot(eventId, Set.of()).compose(read -> {
            if (read.isPresent()) {
                long version = read.get().event().map(Event::version).orElse(0L);
                return version < roster.version() ? dropped() : caughtUp(roster, version, MAX_LOG_PAGES);
            }
            return store.event(eventId).compose(event -> backoff.pause()
                    .compose(paused -> event.isEmpty()
                            ? dropped()
                            : caughtUp(roster, event.get().version() + 1, MAX_LOG_PAGES)));
        });
    }

    /** Drops the roster if the change log has a row that cannot be read: the callers' own rows decide as well. */
    private Future<Boolean> unreadable(Throwable failure) {
        if (failure instanceof UnavailableException || failure instanceof DeniedException) {
            return Future.failedFuture(failure);
        }
        LOG.warn("change log cannot be read: event={}", eventId, failure);
        return dropped();
    }

    /** Drops the roster: the event is gone or was restored to an earlier moment. */
    private Future<Boolean> dropped() {
        rosters.remove(loader);
        return Future.succeededFuture(false);
    }

    private Future<Boolean> caughtUp(EventRoster roster, long version, int pages) {
        if (roster.version() >= version) {
            return Future.succeededFuture(true);
        }
        long before = roster.version();
        return store.changes(eventId, before, ChangeStore.PAGE).compose(log -> {
            for (var turn : log) {
                if (turn.version() != roster.version() + 1) {
                    break;
                }
                if (!apply(roster, turn)) {
                    return Future.succeededFuture(false);
                }
            }
            boolean reached = roster.version() >= version;
            if (!reached && pages > 1 && roster.version() == before + ChangeStore.PAGE) {
                return caughtUp(roster, version, pages - 1);
            }
            missedCatchUps = reached ? 0 : missedCatchUps + 1;
            if (missedCatchUps > MAX_MISSED_CATCH_UPS) {
                missedCatchUps = 0;
                rosters.remove(loader);
            }
            return Future.succeededFuture(reached);
        });
    }

    private Future<Void> byRoster(
            EventRoster roster, TurnCallers callers, List<PendingChange> deferred, Backoff backoff) {
        var parts = deferred.stream()
                .collect(Collectors.partitioningBy(pending -> pending.change().userId() != null
                        && roster.contains(pending.change().userId())));
        decide(callers, parts.get(false), roster.event(), Map.of());
        var present = parts.get(true);
        return present.isEmpty() ? Future.succeededFuture() : byRows(callers, present, backoff);
    }

    private Future<Void> byRows(TurnCallers callers, List<PendingChange> deferred, Backoff backoff) {
        if (memory.event() != null && roster().isEmpty()) {
            loader.missed(memory.event(), deferred.size());
        }
        var parts = new ArrayList<Future<Boolean>>();
        for (int from = 0; from < deferred.size(); from += LedgerStore.MAX_SNAPSHOT_ROWS) {
            int to = Math.min(deferred.size(), from + LedgerStore.MAX_SNAPSHOT_ROWS);
            parts.add(bySnapshot(callers, deferred.subList(from, to)));
        }
        return Future.join(parts)
                .compose(all -> parts.stream().allMatch(Future::result) ? Future.succeededFuture() : backoff.pause());
    }

    /** @return false where a transaction was pending on the rows */
    private Future<Boolean> bySnapshot(TurnCallers callers, List<PendingChange> part) {
        var users = new LinkedHashSet<String>();
        part.forEach(pending -> {
            if (pending.change().userId() != null) {
                users.add(pending.change().userId());
            }
        });
        return store.snapshot(eventId, users).map(read -> {
            read.ifPresent(snapshot -> snapshot.event()
                    .ifPresentOrElse(event -> decide(callers, part, event, snapshot.rows()), () -> {
                        memory.forget();
                        callers.answer(
                                answers(part, change -> Optional.of(Outcome.refused(RefusalReason.EVENT_NOT_FOUND))));
                    }));
            return read.isPresent();
        });
    }

    /**
     * Answers by one state of the event. A change that it accepts is left to the next turn, which plans on that state.
     *
     * @param rows rows by user id; users without a row may be absent
     */
    private void decide(
            TurnCallers callers, List<PendingChange> part, Event event, Map<String, Optional<Registration>> rows) {
        var moment = Instant.now();
        callers.answer(answers(part, change -> {
            if (change instanceof Register register) {
                var row = rows.getOrDefault(register.userId(), Optional.empty());
                return Admission.of(register, event, row, moment);
            }
            if (change instanceof ConfirmSeat confirm) {
                return Admission.of(confirm, rows.getOrDefault(confirm.userId(), Optional.empty()));
            }
            if (change instanceof InviteGuest invite) {
                return Admission.of(invite, event, rows.getOrDefault(invite.userId(), Optional.empty()));
            }
            if (change instanceof UpdateEvent resize) {
                return Admission.of(resize, event, moment);
            }
            return change instanceof CancelEvent cancel ? Admission.of(cancel, event) : Optional.empty();
        }));
        if (memory.event() == null || memory.event().version() < event.version()) {
            memory.know(event);
        }
    }

    private static Map<PendingChange, Outcome<?>> answers(
            List<PendingChange> part, Function<LedgerCommand<?>, Optional<? extends Outcome<?>>> answer) {
        var answers = new LinkedHashMap<PendingChange, Outcome<?>>();
        part.forEach(pending -> answer.apply(pending.change()).ifPresent(outcome -> answers.put(pending, outcome)));
        return answers;
    }
}
