package dev.usher.registrations;

import static dev.usher.acceptance.Eventually.PATIENT_MILLIS;
import static dev.usher.acceptance.Eventually.get;
import static dev.usher.acceptance.Eventually.patient;
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
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Answer to a register of a user who is registered already, with the position that is read after the ledger's answer.
 */
@ExtendWith(VertxExtension.class)
class RegistrationServiceTest {
    private static final Timestamp LATER = Timestamp.of(ModelStore.NOW.plusSeconds(1));

    private static final String NOBODY = "unknown";

    private final ModelStore tables = new ModelStore(0, true);
    private ServiceBus bus;

    @BeforeEach
    void open(Vertx vertx) {
        bus = new ServiceBus(vertx);
    }

    @Test
    void repeatedKeyIsNeverAnsweredWithAnotherRegistrationOfTheUser(Vertx vertx) throws Exception {
        var first = waits(1, ModelStore.CREATED, "k");
        tables.rows.put("u", first);
        tables.waitlist.put(1L, new WaitlistPrefix.Entry(1, "u", false, ModelStore.CREATED));
        event(1, 1, 1);
        var store = new ScriptedStore(vertx, tables);
        var registrations = registrations(vertx, store);
        store.beforeEvent = () -> {
            if (store.calls.contains("snapshot of 1")) {
                leaveAndRegisterAgain();
            }
        };

        var outcome = get(registrations.register(new Register("e", "u", "k", null, patient())));

        assertThat(outcome)
                .isEqualTo(Outcome.refused(
                        RefusalReason.ALREADY_REGISTERED, new RegistrationView(waits(2, LATER, null), 1)));
    }

    @Test
    void severalUsersAreRegisteredInTheirOrder(Vertx vertx) throws Exception {
        var registrations = registrations(vertx, new ScriptedStore(vertx, tables));
        var outcome = get(registrations.registerAll(users(PATIENT_MILLIS, "d", "a", NOBODY, "c", "b")));
        assertThat(words(outcome)).containsExactly("d 1", "a 2", NOBODY + " USER_NOT_FOUND", "c 3", "b 4");
        assertThat(tables.log.values().stream().flatMap(turn -> turn.changes().stream()))
                .allMatch(change -> change.by().equals("olga"));

        var repeated = get(registrations.registerAll(users(PATIENT_MILLIS, "a", "e")));
        assertThat(words(repeated)).containsExactly("a 2", "e 5");
    }

    /** The first user's turn is committed, as soon as the deadline allows it, and the next one has no outcome. */
    @Test
    void eachResultIsWhatTheStoreConfirmed(Vertx vertx) throws Exception {
        var results = List.of("a BUSY");
        for (long millis = 500; results.contains("a BUSY") && millis < PATIENT_MILLIS; millis *= 2) {
            var store = new ScriptedStore(vertx, new ModelStore(0, true));
            store.onPrepare = turn -> store.gate = turn.before().version() == 1
                    ? Future.succeededFuture()
                    : Promise.promise().future();
            results = words(get(registrations(vertx, store).registerAll(users(millis, "a", "b", NOBODY))));
        }
        assertThat(results).containsExactly("a 1", "b BUSY", NOBODY + " USER_NOT_FOUND");
    }

    @Test
    void isBusyIfNothingIsKnown(Vertx vertx) throws Exception {
        var store = new ScriptedStore(vertx, tables);
        store.gate = Promise.promise().future();
        assertThat(get(registrations(vertx, store).registerAll(users(100, "a", "b"))))
                .isEqualTo(Outcome.refused(RefusalReason.BUSY));
    }

    private static RegisterUsers users(long millis, String... ids) {
        var deadline = Deadline.inMillis(millis);
        return new RegisterUsers(
                "e",
                Stream.of(ids)
                        .map(id -> new Register("e", id, "k", "olga", deadline))
                        .toList(),
                deadline);
    }

    /** Each user with the position or the reason of the refusal. */
    private static List<String> words(Outcome<List<RegisterResult>> outcome) {
        return outcome
                .<List<RegisterResult>>fold(results -> results, refused -> {
                    throw new AssertionError(refused.reason());
                })
                .stream()
                .map(result -> result.userId() + " "
                        + result.outcome()
                                .orElseThrow()
                                .<Object>fold(RegistrationView::position, Outcome.Refused::reason))
                .toList();
    }

    /**
     * As another replica would, between the snapshot that shows the first registration and the read of its position.
     */
    private void leaveAndRegisterAgain() {
        tables.waitlist.put(1L, new WaitlistPrefix.Entry(1, "u", true, ModelStore.CREATED));
        tables.departures.add(1L);
        tables.rows.put("u", waits(2, LATER, null));
        tables.waitlist.put(2L, new WaitlistPrefix.Entry(2, "u", false, LATER));
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
        var seats = new SeatLedger(vertx, bus, store, PATIENT_MILLIS, LedgerListener.NONE);
        return new RegistrationService(seats, store, null, null, user -> Future.succeededFuture(!user.equals(NOBODY)));
    }
}
