package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.events.Event;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides the changes that a turn did not accept. Each refusal rests on one state of the event that was its current one
 * at a moment after the caller arrived, and every read that says so is serializable:
 *
 * <ul>
 *   <li>For few callers, the event and their rows are read in one transaction.
 *   <li>For a crowd, a roster in memory says who has no row, and the event's version says that the roster is current:
 *       the version that the callers' own turn has just committed, or one that is read in a transaction.
 *   <li>Where such reads meet turns of other replicas again and again: after a plain read shows version x, at most
 *       version x + 1 can have been current; once the change log has x + 1, the state at that version was current after
 *       the read.
 * </ul>
 *
 * <p>A change that could be accepted by now, or that could not be decided, stays with the callers for the next turn.
 * Lives on the event's context.
 */
final class DeferredChanges {
    private static final int MAX_MISSED_CATCH_UPS = 20;
    private static final int LOG_PAGE = 100;

    private final String eventId;
    private final LedgerStore store;
    private final EventMemory memory;
    private final RosterCache rosters;
    private final RosterLoader loader;

    private int missedCatchUps;

    DeferredChanges(String eventId, LedgerStore store, EventMemory memory, RosterCache rosters) {
        this.eventId = eventId;
        this.store = store;
        this.memory = memory;
        this.rosters = rosters;
        this.loader = new RosterLoader(eventId, store, rosters);
    }

    /** A turn of this replica is committed: a roster at the version before it goes on with it. */
    void committed(Turn turn) {
        rosters.of(eventId)
                .filter(roster -> roster.version() == turn.before().version())
                .ifPresent(roster -> apply(roster, turn.logged()));
    }

    private boolean apply(EventRoster roster, LoggedTurn turn) {
        boolean fits = roster.apply(turn);
        if (fits) {
            rosters.put(eventId, roster);
        } else {
            rosters.remove(eventId);
        }
        return fits;
    }

    /**
     * Decides what can be decided now.
     *
     * @param committed the version that the turn of these callers has committed, if it committed one
     * @param backoff paces reads that met a transaction
     */
    Future<Void> decide(Callers callers, List<Pending> deferred, Optional<Event> committed, Backoff backoff) {
        if (deferred.isEmpty()) {
            return Future.succeededFuture();
        }
        var roster = rosters.of(eventId);
        if (roster.isEmpty()) {
            return byRows(callers, deferred, backoff);
        }
        return committed.isPresent()
                        && roster.get().version() == committed.get().version()
                ? byRoster(roster.get(), callers, deferred, backoff)
                : current(roster.get(), backoff)
                        .compose(current -> current
                                ? byRoster(roster.get(), callers, deferred, backoff)
                                : byRows(callers, deferred, backoff));
    }

    /** Brings the roster to a version that was current after this call. */
    private Future<Boolean> current(EventRoster roster, Backoff backoff) {
        return store.snapshot(eventId, Set.of()).compose(read -> {
            if (read.isPresent()) {
                long version = read.get().event().map(Event::version).orElse(0L);
                return version < roster.version() ? dropped() : caughtUp(roster, version);
            }
            return store.event(eventId).compose(event -> backoff.pause()
                    .compose(paused -> event.isEmpty()
                            ? dropped()
                            : caughtUp(roster, event.get().version() + 1)));
        });
    }

    /** The event is gone or was restored to an earlier moment. */
    private Future<Boolean> dropped() {
        rosters.remove(eventId);
        return Future.succeededFuture(false);
    }

    private Future<Boolean> caughtUp(EventRoster roster, long version) {
        if (roster.version() >= version) {
            return Future.succeededFuture(true);
        }
        return store.changes(eventId, roster.version(), LOG_PAGE).map(log -> {
            for (var turn : log) {
                if (turn.version() != roster.version() + 1) {
                    break;
                }
                if (!apply(roster, turn)) {
                    return false;
                }
            }
            boolean reached = roster.version() >= version;
            missedCatchUps = reached ? 0 : missedCatchUps + 1;
            if (missedCatchUps > MAX_MISSED_CATCH_UPS) {
                missedCatchUps = 0;
                rosters.remove(eventId);
            }
            return reached;
        });
    }

    private Future<Void> byRoster(EventRoster roster, Callers callers, List<Pending> deferred, Backoff backoff) {
        var present = new ArrayList<Pending>();
        var decision = new Decision(roster.event());
        for (var pending : deferred) {
            if (pending.change() instanceof Register register && roster.contains(register.userId())) {
                present.add(pending);
            } else {
                decision.of(pending, Optional.empty());
            }
        }
        decision.carryOut(callers);
        return present.isEmpty() ? Future.succeededFuture() : byRows(callers, present, backoff);
    }

    private Future<Void> byRows(Callers callers, List<Pending> deferred, Backoff backoff) {
        if (memory.event() != null) {
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

    /** @return false where the read met a transaction */
    private Future<Boolean> bySnapshot(Callers callers, List<Pending> part) {
        var users = new LinkedHashSet<String>();
        part.forEach(pending -> {
            if (pending.change() instanceof Register register) {
                users.add(register.userId());
            }
        });
        return store.snapshot(eventId, users).map(read -> {
            read.ifPresent(snapshot -> decide(callers, part, snapshot));
            return read.isPresent();
        });
    }

    private void decide(Callers callers, List<Pending> part, Snapshot snapshot) {
        if (snapshot.event().isEmpty()) {
            memory.forget();
            callers.answer(answers(part, Outcome.refused(Reason.EVENT_NOT_FOUND)));
            return;
        }
        var decision = new Decision(snapshot.event().get());
        for (var pending : part) {
            decision.of(
                    pending,
                    pending.change() instanceof Register register
                            ? snapshot.rows().get(register.userId())
                            : Optional.empty());
        }
        decision.carryOut(callers);
    }

    private static Map<Pending, Outcome<?>> answers(List<Pending> part, Outcome<?> outcome) {
        var answers = new LinkedHashMap<Pending, Outcome<?>>();
        part.forEach(pending -> answers.put(pending, outcome));
        return answers;
    }

    /** Answers by one state of the event. What it would accept is left to the next turn, which plans on that state. */
    private final class Decision {
        private final Event event;
        private final Instant moment = Instant.now();
        private final Map<Pending, Outcome<?>> answers = new LinkedHashMap<>();

        Decision(Event event) {
            this.event = event;
        }

        void of(Pending pending, Optional<Registration> row) {
            Optional<? extends Outcome<?>> answer = pending.change()
                    .fold(new Change.Cases<>(
                            register -> Admission.of(register, event, row, moment),
                            unregister -> Optional.empty(),
                            resize -> Admission.of(resize, event),
                            cancel -> Admission.of(cancel, event)));
            answer.ifPresent(outcome -> answers.put(pending, outcome));
        }

        void carryOut(Callers callers) {
            callers.answer(answers);
            if (memory.event() == null || memory.event().version() < event.version()) {
                memory.know(event);
            }
        }
    }
}
