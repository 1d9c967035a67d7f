package dev.usher.registrations;

import dev.usher.events.Event;
import io.vertx.core.Future;

/**
 * Counts the departures of a waitlist by their bits, and checks them against the event's counters: those are one read
 * of a few KB. Only where bits are missing it has the entries read instead. Stateless.
 */
final class WaitlistCounter {
    /** The event and the bits are read one after the other, so that a busy event may move in between. */
    private static final int LOOKS = 3;

    private final LedgerStore ledger;
    private final RegistrationStore registrations;

    WaitlistCounter(LedgerStore ledger, RegistrationStore registrations) {
        this.ledger = ledger;
        this.registrations = registrations;
    }

    /**
     * The waitlist of an event as read, or of a later version of it.
     *
     * @param event read strongly consistently, just before
     */
    Future<CountedWaitlist> of(Event event) {
        return look(event, LOOKS);
    }

    private Future<CountedWaitlist> look(Event event, int looks) {
        if (CountedWaitlist.departures(event) == 0) {
            return Future.succeededFuture(new CountedWaitlist(event, Departures.NONE));
        }
        var counts = event.counts();
        return registrations
                .departures(event.eventId(), counts.lineFloor(), counts.lastTicket())
                .map(bits -> new CountedWaitlist(event, bits))
                .compose(counted -> {
                    long missing = counted.missing();
                    if (missing == 0 || missing < 0 && looks == 1) {
                        return Future.succeededFuture(counted);
                    }
                    return looks == 1
                            ? scan(event)
                            : ledger.event(event.eventId()).compose(fresh -> look(fresh.orElse(event), looks - 1));
                });
    }

    private Future<CountedWaitlist> scan(Event event) {
        return registrations
                .scanDepartures(event.eventId(), event.counts().lineFloor())
                .map(departures -> new CountedWaitlist(event, departures));
    }
}
