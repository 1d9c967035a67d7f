package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Bus;
import dev.usher.bus.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong around a turn hurts nobody else: the ledger goes on, and what it says stays true. */
@ExtendWith(VertxExtension.class)
class LedgerFaultsTest {
    private Vertx vertx;
    private Context context;
    private Bus bus;
    private ScriptedStore store;
    private SeatLedger ledger;

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        context = vertx.getOrCreateContext();
        bus = new Bus(vertx);
        event(2, true);
    }

    private void event(int capacity, boolean hasWaitlist) {
        store = new ScriptedStore(vertx, new ModelTables(capacity, hasWaitlist));
        ledger = new SeatLedger(vertx, bus, store, 1_000);
    }

    @Test
    void aTurnThatThrowsBeforeItsFirstPauseFailsAloneAndTheNextOneRuns() throws Exception {
        say(register("a"));
        store.onPrepare = turn -> {
            store.onPrepare = ok -> {};
            throw new IllegalStateException("not foreseen");
        };
        assertThat(say(register("b"))).containsExactly("failed");
        assertThat(say(register("c"))).containsExactly("registered");
    }

    @Test
    void whoListensToTurnsCannotUndoTheAnswer() throws Exception {
        var events = new EventLedger("e", vertx, store, 1_000, turn -> {
            throw new IllegalStateException("a listener failed");
        });
        var answers = on(() -> {
            var pending = new ArrayList<Pending>();
            for (var user : List.of("a", "b", "c")) {
                pending.add(new Pending(vertx, register(user)));
            }
            pending.forEach(events::add);
            return Future.join(pending.stream().map(Pending::answer).toList());
        });
        assertThat(answers.<dev.usher.bus.Outcome<?>>list().stream()
                        .map(Reference::text)
                        .toList())
                .containsExactly("registered", "registered", "position 1");
    }

    private static Register register(String user) {
        return register(user, null);
    }

    private static Register register(String user, String key) {
        return new Register("e", user, key, Deadline.inMillis(1_000));
    }

    private List<String> say(Change<?>... changes) throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        on(() -> {
            for (var change : changes) {
                answers.add(text(change));
            }
            return Future.join(answers).otherwiseEmpty();
        });
        return answers.stream()
                .map(answer -> answer.succeeded() ? answer.result() : "failed")
                .toList();
    }

    private <A> Future<String> text(Change<A> change) {
        return ledger.submit(change).map(Reference::text);
    }

    private <T> T on(Callable<Future<T>> work) throws Exception {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> {
            try {
                work.call().onComplete(promise);
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return promise.future().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
