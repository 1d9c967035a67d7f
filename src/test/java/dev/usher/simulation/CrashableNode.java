package dev.usher.simulation;

import dev.usher.bus.ServiceBus;
import dev.usher.dynamodb.SimulatedDynamo;
import dev.usher.feed.ChangeLog;
import dev.usher.feed.LogPage;
import dev.usher.history.EventHistory;
import dev.usher.registrations.SeatSweep;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * One replica: a ledger over its own connection to the store, a clock of its own, and a sweep. When it crashes, its
 * callers get no answer and nothing more is sent; what was sent may still arrive.
 */
final class CrashableNode {
    private static final long LEDGER_MILLIS = 5_000;

    private final int number;
    private final VirtualTime time;
    private final Vertx vertx;
    private final ServiceBus bus;
    private final FaultyClient client;
    private final LedgerStore store;
    private final long sweepMillis;
    private long skewMillis;
    private final Promise<Void> crash = Promise.promise();
    private SeatLedger seats;
    private boolean crashed;

    CrashableNode(int number, VirtualTime time, Vertx vertx, ServiceBus bus, FaultyClient client, long sweepMillis) {
        this.number = number;
        this.time = time;
        this.vertx = vertx;
        this.bus = bus;
        this.client = client;
        this.sweepMillis = sweepMillis;
        setClock();
        store = new SimulatedDynamo(vertx, client).ledger();
        forget();
        sweep();
    }

    /** The clock jumps. What the node has under way may still use the old one. */
    void setClock() {
        int most = (int) EventHistory.CLOCK_SKEW.toMillis();
        skewMillis = time.random().nextInt(2 * most + 1) - most;
    }

    int number() {
        return number;
    }

    /** The outcome, at the deadline at last; empty when the node crashes before. */
    <A> Future<Optional<Outcome<A>>> ask(LedgerCommand<A> change) {
        Promise<Optional<Outcome<A>>> answer = Promise.promise();
        time.skewed(skewMillis, () -> seats.submit(change))
                .onComplete(outcome -> answer.tryComplete(Optional.of(outcome)), answer::tryFail);
        time.after(
                change.deadline().remainingMillis(),
                () -> answer.tryComplete(Optional.of(Outcome.refused(RefusalReason.BUSY))));
        crash.future().onComplete(gone -> answer.tryComplete(Optional.empty()));
        return answer.future();
    }

    /** The page of the feed behind a version; empty when the node crashes before. */
    Future<Optional<LogPage>> feed(long after) {
        Promise<Optional<LogPage>> answer = Promise.promise();
        store.event("e")
                .compose(event -> new ChangeLog(store).page(event.orElseThrow(), after, ChangeLog.MAX_VERSIONS))
                .onComplete(page -> answer.tryComplete(Optional.of(page)), answer::tryFail);
        crash.future().onComplete(gone -> answer.tryComplete(Optional.empty()));
        return answer.future();
    }

    /** The ledger begins anew, beside what it has under way. */
    void forget() {
        seats = new SeatLedger(vertx, bus, store, LEDGER_MILLIS, LedgerListener.NONE);
    }

    void crash() {
        crashed = true;
        client.cut();
        crash.complete();
    }

    /**
     * At intervals, as {@link dev.usher.registrations.PromotionVerticle} and
     * {@link dev.usher.registrations.LapseVerticle} do.
     */
    private void sweep() {
        if (!crashed) {
            time.skewed(skewMillis, () -> {
                        var sweep = new SeatSweep(store, seats);
                        return Future.join(sweep.handOn(), sweep.lapse());
                    })
                    .onFailure(failure -> {
                        if (!(failure instanceof UnavailableException)) {
                            throw new AssertionError("a sweep failed", failure);
                        }
                    });
            long half = sweepMillis / 2;
            time.after(half + time.random().nextInt((int) (2 * half)), this::sweep);
        }
    }
}
