package dev.usher.registrations;

import dev.usher.events.Event;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the rows of those whom one event refuses. Where many are refused, it calls the roll instead: everybody who has
 * a row is read once for a version of the event, and whoever else comes while that version stands has none, which needs
 * no look. Lives on the event's context.
 *
 * <p>A roll has to be proved, because the transaction that made a version may be half visible to a query, and a name
 * that is missing would be missed for as long as the version stands. So the names are read again in transactions,
 * together with the event: if all of them have a row at that version, and are as many as the event counts, they are all
 * there are.
 */
final class RollCall {
    /** A longer roll would cost more than the rows that it saves, and more memory than one event should have. */
    static final int LONGEST = 10 * LedgerStore.MOST_IN_A_SNAPSHOT;
    /** A row in a transaction costs as much as two that are read alone. */
    private static final int ROWS_A_NAME = 2;

    private final String eventId;
    private final LedgerStore store;
    private final Rolls rolls;
    private long version;
    private int asked;

    RollCall(String eventId, LedgerStore store, Rolls rolls) {
        this.eventId = eventId;
        this.store = store;
        this.rolls = rolls;
    }

    /**
     * @param users who are refused if they have no row
     * @return an entry for each of them, as of the event's version or later; empty for who has no row
     */
    Future<Map<String, Optional<Registration>>> rows(Event event, Set<String> users) {
        var known = rolls.of(event);
        if (known.isPresent()) {
            return rows(known.get(), users);
        }
        return pays(event, users.size())
                ? call(event).compose(roll -> roll.isPresent() ? rows(roll.get(), users) : store.rows(eventId, users))
                : store.rows(eventId, users);
    }

    private Future<Map<String, Optional<Registration>>> rows(Roll roll, Set<String> users) {
        Map<String, Optional<Registration>> rows = new HashMap<>();
        Set<String> present = new HashSet<>();
        for (var user : users) {
            if (roll.users().contains(user)) {
                present.add(user);
            } else {
                rows.put(user, Optional.empty());
            }
        }
        return present.isEmpty()
                ? Future.succeededFuture(rows)
                : store.rows(eventId, present).map(read -> {
                    rows.putAll(read);
                    return rows;
                });
    }

    /** Whether a version has cost as many rows by now as its roll does. After a call that failed, it begins anew. */
    private boolean pays(Event event, int more) {
        if (version != event.version()) {
            version = event.version();
            asked = 0;
        }
        asked += more;
        boolean pays = everybody(event) <= LONGEST && asked >= ROWS_A_NAME * everybody(event);
        if (pays) {
            asked = 0;
        }
        return pays;
    }

    private Future<Optional<Roll>> call(Event event) {
        return store.users(eventId, LONGEST)
                .compose(users -> users.filter(names -> names.size() == everybody(event))
                        .map(names -> proved(event, names))
                        .orElse(Future.succeededFuture(false))
                        .map(proved ->
                                proved ? users.map(names -> new Roll(event.version(), names)) : Optional.<Roll>empty()))
                .onSuccess(called -> called.ifPresent(roll -> rolls.remember(eventId, roll)));
    }

    private Future<Boolean> proved(Event event, Set<String> names) {
        var parts = new ArrayList<Future<Boolean>>();
        for (var part : parts(names)) {
            parts.add(
                    store.versionWithAll(eventId, part).map(at -> at.isPresent() && at.getAsLong() == event.version()));
        }
        return Future.join(parts).map(all -> parts.stream().allMatch(Future::result));
    }

    private static List<Set<String>> parts(Set<String> names) {
        var all = List.copyOf(names);
        var parts = new ArrayList<Set<String>>();
        for (int from = 0; from < all.size(); from += LedgerStore.MOST_IN_A_SNAPSHOT) {
            parts.add(Set.copyOf(all.subList(from, Math.min(all.size(), from + LedgerStore.MOST_IN_A_SNAPSHOT))));
        }
        return parts;
    }

    private static int everybody(Event event) {
        return event.counts().currentRegistrations() + event.counts().waitlistCount();
    }
}
