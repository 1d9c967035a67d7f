package dev.usher.registrations;

import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.RegistrationStore;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import io.vertx.core.Future;
import java.util.Map;

/** Queries a roster over the bus, for tests of other packages. Every user exists. */
public final class RosterLooks {
    private final RosterService roster;

    public RosterLooks(LedgerStore ledger, RegistrationStore registrations) {
        roster = new RosterService(
                ledger, registrations, user -> Future.succeededFuture(true), users -> Future.succeededFuture(Map.of()));
    }

    public Future<RegistrationView> find(String eventId, String userId) {
        return roster.find(new GetRegistration(eventId, userId)).map(RosterLooks::done);
    }

    /** @param after the end of the page before; null for the first page */
    public Future<Page<RegistrationView>> waitlist(String eventId, int limit, String after) {
        return roster.list(new ListRegistrations(eventId, Status.WAITLISTED, limit, after))
                .map(RosterLooks::done)
                .map(page ->
                        new Page<>(page.items().stream().map(RosterEntry::view).toList(), page.next()));
    }

    private static <T> T done(Outcome<T> outcome) {
        return outcome.fold(done -> done, refused -> {
            throw new AssertionError(refused.reason());
        });
    }
}
