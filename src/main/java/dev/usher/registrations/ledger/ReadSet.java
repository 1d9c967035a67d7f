package dev.usher.registrations.ledger;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.plan.PlanInput;
import dev.usher.registrations.plan.PlanResult;
import dev.usher.registrations.store.LedgerStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows and the waitlist prefix that one turn has read so far. Lives on the event's context. */
final class ReadSet {
    private final String eventId;
    private final LedgerStore store;
    private final Map<String, Optional<Registration>> rows = new HashMap<>();
    private Optional<WaitlistPrefix> waitlist = Optional.empty();

    ReadSet(String eventId, LedgerStore store) {
        this.eventId = eventId;
        this.store = store;
    }

    PlanInput situation(Event event) {
        return new PlanInput(event, rows, waitlist);
    }

    /** Reads everything that is needed, in parallel. */
    Future<?> learn(PlanResult.Needs needs, Event event) {
        return Future.join(readRows(needs.users()), readWaitlist(needs.waiting(), event));
    }

    /** Whether the rows are as they were read: a condition on their text fails at each further try, too. */
    boolean contains(Map<String, Optional<Registration>> refuted) {
        return rows.entrySet().containsAll(refuted.entrySet());
    }

    /** Takes over the rows whose condition failed, and reads those of the other planned users. */
    Future<?> learn(Map<String, Optional<Registration>> refuted, List<PendingChange> planned) {
        rows.putAll(refuted);
        Set<String> guessed = new HashSet<>();
        for (var pending : planned) {
            if (pending.change().userId() != null) {
                guessed.add(pending.change().userId());
            }
        }
        guessed.removeAll(rows.keySet());
        return readRows(guessed);
    }

    void forget() {
        rows.clear();
        waitlist = Optional.empty();
    }

    private Future<?> readRows(Set<String> users) {
        return users.isEmpty()
                ? Future.succeededFuture()
                : store.rows(eventId, users).onSuccess(rows::putAll);
    }

    private Future<?> readWaitlist(int people, Event event) {
        return people == 0
                ? Future.succeededFuture()
                : store.waitlist(eventId, event.counts().lineFloor(), people)
                        .onSuccess(read -> waitlist = Optional.of(read));
    }
}
