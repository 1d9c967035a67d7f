package dev.usher.erasure;

import dev.usher.async.AsyncLoop;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.store.RegistrationStore;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unregisters an erased user from every event that the index of registrations shows. Stateless. */
public final class RegistrationEnding {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationEnding.class);
    /** Number of events that are changed at the same time. */
    private static final int EVENTS_AT_ONCE = 10;

    private final RegistrationStore registrations;
    private final SeatLedger seats;
    private final long deadlineMillis;

    /** @param deadlineMillis maximum duration of one unregister; what is not done by then is left to the next pass */
    public RegistrationEnding(RegistrationStore registrations, SeatLedger seats, long deadlineMillis) {
        this.registrations = registrations;
        this.seats = seats;
        this.deadlineMillis = deadlineMillis;
    }

    /** Returns how many registrations were found, whether or not they have ended. */
    Future<Integer> pass(PendingErasure erasure, BooleanSupplier stopped) {
        var found = new AtomicInteger();
        return AsyncLoop.<String>from(null, after -> registrations
                        .eventsOf(erasure.userId(), EVENTS_AT_ONCE, after)
                        .compose(page -> {
                            found.addAndGet(page.items().size());
                            return Future.join(page.items().stream()
                                            .map(eventId -> unregister(erasure, eventId))
                                            .toList())
                                    .map(done -> stopped.getAsBoolean() ? null : page.next());
                        }))
                .map(done -> found.get());
    }

    private Future<Void> unregister(PendingErasure erasure, String eventId) {
        var unregister = new Unregister(eventId, erasure.userId(), erasure.by(), Deadline.inMillis(deadlineMillis));
        return seats.submit(unregister)
                .onSuccess(outcome -> log(eventId, outcome))
                .onFailure(failure -> LOG.error("unregister of an erased user failed: event={}", eventId, failure))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private static void log(String eventId, Outcome<?> outcome) {
        outcome.fold(left -> null, refused -> {
            LOG.debug("unregister of an erased user refused: event={} reason={}", eventId, refused.reason());
            return null;
        });
    }
}
