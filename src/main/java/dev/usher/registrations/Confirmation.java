package dev.usher.registrations;

import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks, before anybody is refused, whether the event still stands at the version that the refusals were decided on.
 * Where it does not, what was found is forgotten. Lives on the event's context.
 */
final class Confirmation {
    private final String eventId;
    private final LedgerStore store;
    private final EventMemory memory;
    private final Findings findings;

    Confirmation(String eventId, LedgerStore store, EventMemory memory, Findings findings) {
        this.eventId = eventId;
        this.store = store;
        this.memory = memory;
        this.findings = findings;
    }

    /** Whether it does. */
    Future<Boolean> stands() {
        long version = memory.event().version();
        return findings.restsOnRoll() ? standsInTransaction(version) : standsAsRead(version);
    }

    private Future<Boolean> standsAsRead(long version) {
        return store.event(eventId).map(event -> {
            memory.know(event.orElse(null));
            boolean stands = event.isPresent() && event.get().version() == version;
            if (!stands) {
                findings.forget();
            }
            return stands;
        });
    }

    /**
     * Where a roll speaks for somebody's row, a transaction asks: it sees no version while the next one is half
     * visible, which may be that very row. Then the rows are read.
     */
    private Future<Boolean> standsInTransaction(long version) {
        return store.versionWithAll(eventId, Set.of()).map(at -> {
            boolean stands = at.equals(OptionalLong.of(version));
            if (!stands) {
                findings.doubtRoll();
            }
            if (!stands && at.isPresent()) {
                memory.forget();
            }
            return stands;
        });
    }
}
