package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Page;
import dev.usher.registrations.Registration.Status;
import io.vertx.core.Future;

/** Queries a roster over the bus, for tests of other packages. Every user exists. */
public final class RosterLooks {
    private final Roster roster;

    public RosterLooks(LedgerStore ledger, RegistrationStore registrations) {
        roster = new Roster(ledger, registrations, user -> Future.succeededFuture(true));
    }

    public Future<Standing> find(String eventId, String userId) {
        return roster.find(new FindRegistration(eventId, userId)).map(RosterLooks::done);
    }

    /** @param after the end of the page before; null for the first page */
    public Future<Page<Standing>> waitlist(String eventId, int limit, String after) {
        return roster.list(new ListRegistrations(eventId, Status.WAITLISTED, limit, after))
                .map(RosterLooks::done);
    }

    private static <T> T done(Outcome<T> outcome) {
        return outcome.fold(done -> done, refused -> {
            throw new AssertionError(refused.reason());
        });
    }
}
