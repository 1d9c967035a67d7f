package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Answer to a register of a user who is registered already, with the position that is read after the ledger's answer.
 */
@ExtendWith(VertxExtension.class)
class RegistrationServiceTest {
    private static final Timestamp LATER = Timestamp.of(ModelStore.NOW.plusSeconds(1));

    private final ModelStore tables = new ModelStore(0, true);

    @Test
    void repeatedKeyIsNeverAnsweredWithAnotherRegistrationOfTheUser(Vertx vertx) throws Exception {
        var first = waits(1, ModelStore.CREATED, "k");
        tables.rows.put("u", first);
        tables.line.put(1L, new WaitlistPrefix.Entry(1, "u", false, ModelStore.CREATED));
        event(1, 1, 1);
        var store = new ScriptedStore(vertx, tables);
        var registrations = registrations(vertx, store);
        store.beforeEvent = () -> {
            if (store.calls.contains("snapshot of 1")) {
                leaveAndRegisterAgain();
            }
        };

        var outcome = await(registrations.register(new Register("e", "u", "k", null, Deadline.inMillis(60_000))));

        assertThat(outcome)
                .isEqualTo(Outcome.refused(
                        RefusalReason.ALREADY_REGISTERED, new RegistrationView(waits(2, LATER, null), 1)));
    }

    /**
     * As another replica would, between the snapshot that shows the first registration and the read of its position.
     */
    private void leaveAndRegisterAgain() {
        tables.line.put(1L, new WaitlistPrefix.Entry(1, "u", true, ModelStore.CREATED));
        tables.departures.add(1L);
        tables.rows.put("u", waits(2, LATER, null));
        tables.line.put(2L, new WaitlistPrefix.Entry(2, "u", false, LATER));
        event(1, 2, 3);
    }

    private static Registration waits(long ticket, Timestamp at, String key) {
        var stored = new Register("e", "u", key, null, Deadline.inMillis(1)).storedKey();
        return new Registration("e", "u", Status.WAITLISTED, at, ticket, null, stored);
    }

    private void event(int waiting, long lastTicket, long version) {
        tables.event = tables.event.with(new Event.Counts(0, waiting, lastTicket, 0, version));
    }

    private RegistrationService registrations(Vertx vertx, ScriptedStore store) {
        var seats = new SeatLedger(vertx, new ServiceBus(vertx), store, 60_000, LedgerListener.NONE);
        return new RegistrationService(
                seats, store, new ModelRegistrations(tables), null, user -> Future.succeededFuture(true));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
