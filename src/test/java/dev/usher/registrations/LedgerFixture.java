package dev.usher.registrations;

import dev.usher.acceptance.Eventually;
import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.plan.PlanInput;
import dev.usher.registrations.plan.PlanResult;
import dev.usher.registrations.plan.TurnLimits;
import dev.usher.registrations.plan.TurnPlanner;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.store.CommitResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A ledger over a scripted store, and changes of its one event. Blocks the thread of the test. */
@ExtendWith(VertxExtension.class)
abstract class LedgerFixture {
    static final CommitResult REQUEST_LOST = new CommitResult.Unknown(false, new IllegalStateException("request lost"));

    Vertx vertx;
    Context context;
    ServiceBus bus;
    ScriptedStore store;
    SeatLedger ledger;

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        context = vertx.getOrCreateContext();
        bus = new ServiceBus(vertx);
        event(2, true);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    void event(int capacity, boolean hasWaitlist) {
        event(capacity, hasWaitlist, Eventually.PATIENT_MILLIS);
    }

    /** Starts with a new event and a new ledger, whose turns of its own end at the deadline. */
    void event(int capacity, boolean hasWaitlist, long deadlineMillis) {
        store = new ScriptedStore(vertx, new ModelStore(capacity, hasWaitlist));
        ledger = new SeatLedger(vertx, bus, store, deadlineMillis, LedgerListener.NONE);
    }

    /** Makes the event one with a single seat, which is taken, and this many people behind it. */
    void waiting(int people) {
        var tables = store.tables;
        tables.rows.put("u0", ModelStore.seated("u0"));
        for (long ticket = 1; ticket <= people; ticket++) {
            String user = "u" + ticket;
            tables.waitlist.put(ticket, new WaitlistPrefix.Entry(ticket, user, false));
            tables.rows.put(user, ModelStore.waiting(user, ticket));
        }
        tables.event = ModelStore.event(1, new Event.Counts(1, people, people, 0, tables.event.version() + 1));
    }

    static Register register(String user) {
        return register(user, null);
    }

    static Register register(String user, String key) {
        return new Register("e", user, key, null, Eventually.patient());
    }

    static Unregister unregister(String user) {
        return new Unregister("e", user, null, Eventually.patient());
    }

    List<String> say(LedgerCommand<?>... changes) throws Exception {
        return say(List.of(changes));
    }

    /** Submits the changes at once; the answers in their order. */
    List<String> say(List<? extends LedgerCommand<?>> changes) throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        on(() -> {
            changes.forEach(change -> answers.add(text(change)));
            return Future.join(answers).otherwiseEmpty();
        });
        return answers.stream()
                .map(answer -> answer.succeeded() ? answer.result() : "failed")
                .toList();
    }

    <A> Future<String> text(LedgerCommand<A> change) {
        return ledger.submit(change).map(SequentialModel::text);
    }

    /** Runs the work on the ledger's context. */
    <T> T on(Callable<Future<T>> work) throws Exception {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> {
            try {
                work.call().onComplete(promise);
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return Eventually.get(promise.future());
    }

    /** Commits a change as another replica that has read these rows. */
    void anotherNode(LedgerCommand<?> change, Registration... read) {
        var rows = Stream.of(read).collect(Collectors.toMap(Registration::userId, Optional::of));
        var situation = new PlanInput(store.tables.event, rows, Optional.empty());
        var ready = (PlanResult.Ready)
                TurnPlanner.of(situation, List.of(change), new TurnLimits(TurnLimits.ACTIONS, true), ModelStore.NOW);
        store.tables.commit(ready.turn().orElseThrow());
    }
}
