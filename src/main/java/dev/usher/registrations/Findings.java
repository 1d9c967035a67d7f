package dev.usher.registrations;

import dev.usher.events.Event;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one turn has read so far beside the event: rows, and the front of the line. Lives on the event's context. */
final class Findings {
    private final String eventId;
    private final LedgerStore store;
    private final Map<String, Optional<Registration>> rows = new HashMap<>();
    private Optional<Line> line = Optional.empty();

    Findings(String eventId, LedgerStore store) {
        this.eventId = eventId;
        this.store = store;
    }

    Situation situation(Event event) {
        return new Situation(event, rows, line);
    }

    /** Reads all that is needed at once. */
    Future<?> learn(Planned.Needs needs, Event event) {
        return Future.join(readRows(needs.users()), readLine(needs.waiting(), event));
    }

    /** Rows that stood in the way of a commit are known now; those that were only guessed beside them are read. */
    Future<?> learn(Map<String, Optional<Registration>> refuted, List<Pending> planned) {
        rows.putAll(refuted);
        Set<String> guessed = new HashSet<>();
        for (var pending : planned) {
            if (pending.change() instanceof Register register) {
                guessed.add(register.userId());
            } else if (pending.change() instanceof Unregister unregister) {
                guessed.add(unregister.userId());
            }
        }
        guessed.removeAll(rows.keySet());
        return readRows(guessed);
    }

    void forget() {
        rows.clear();
        line = Optional.empty();
    }

    private Future<?> readRows(Set<String> users) {
        return users.isEmpty()
                ? Future.succeededFuture()
                : store.rows(eventId, users).onSuccess(rows::putAll);
    }

    private Future<?> readLine(int people, Event event) {
        return people == 0
                ? Future.succeededFuture()
                : store.line(eventId, event.counts().lineFloor(), people).onSuccess(read -> line = Optional.of(read));
    }
}
