package dev.usher.registrations;

import dev.usher.events.Event;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the roll of one event where many are refused: everybody who has a row is read once for a version, and whoever
 * else comes while that version stands has none, which needs no look. The call goes on beside the turns: nobody waits
 * for it, and one that fails costs nobody an answer. Lives on the event's context.
 *
 * <p>A roll has to be proved, because the transaction that made a version may be half visible to a query, and a name
 * that is missing would be missed for as long as the version stands. So the names are read again in transactions,
 * together with the event: if all of them have a row at that version, and are as many as the event counts, they are all
 * there are.
 */
final class RollCall {
    private static final Logger LOG = LoggerFactory.getLogger(RollCall.class);

    /** A longer roll would cost more than the rows that it saves, and more memory than one event should have. */
    static final int LONGEST = 10 * LedgerStore.MOST_IN_A_SNAPSHOT;
    /** A row in a transaction costs as much as two that are read alone. */
    private static final int ROWS_A_NAME = 2;
    /** Fewer are read sooner than any roll. */
    private static final int FEWEST = 50;

    private final String eventId;
    private final LedgerStore store;
    private final Rolls rolls;
    private long version;
    private long missed;
    private long due;
    private boolean calling;

    RollCall(String eventId, LedgerStore store, Rolls rolls) {
        this.eventId = eventId;
        this.store = store;
        this.rolls = rolls;
    }

    /** The roll of this version, if it is known. */
    Optional<Roll> of(Event event) {
        return rolls.of(event);
    }

    /**
     * So many rows are read for want of a roll. Once a version has cost as many as its roll would, it is called; when
     * that was in vain, again after twice as many.
     *
     * @return completes when what it began is over, whatever came of it
     */
    Future<Void> missed(Event event, int rows) {
        if (version != event.version()) {
            version = event.version();
            missed = 0;
            due = Math.max(FEWEST, ROWS_A_NAME * everybody(event));
        }
        missed += rows;
        if (calling || missed < due || everybody(event) > LONGEST) {
            return Future.succeededFuture();
        }
        calling = true;
        due = 2 * missed;
        return Future.succeededFuture(event).compose(this::call).transform(called -> {
            calling = false;
            if (called.failed()) {
                LOG.debug("event={} version={} has no roll", eventId, event.version(), called.cause());
            }
            return Future.succeededFuture();
        });
    }

    private Future<Optional<Roll>> call(Event event) {
        var users = everybody(event) == 0
                ? Future.succeededFuture(Optional.of(Set.<String>of()))
                : store.users(eventId, LONGEST);
        return users.compose(read -> read.filter(names -> names.size() == everybody(event))
                        .map(names -> proved(event, names))
                        .orElse(Future.succeededFuture(false))
                        .map(proved ->
                                proved ? read.map(names -> new Roll(event.version(), names)) : Optional.<Roll>empty()))
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
