package dev.usher.registrations;

import static dev.usher.acceptance.Eventually.patient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.registrations.ledger.EventLedger;
import dev.usher.registrations.ledger.PendingChange;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.report.TurnReport;
import dev.usher.registrations.roster.RosterCache;
import dev.usher.registrations.store.CommitResult;
import dev.usher.service.Deadline;
import dev.usher.service.DeniedException;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Failures around a turn do not affect other requests: the ledger continues, and its answers stay correct. */
class LedgerFaultsTest extends LedgerFixture {
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
        Consumer<Turn> failing = turn -> {
            throw new IllegalStateException("a listener failed");
        };
        var events =
                new EventLedger("e", vertx, store, new RosterCache(), 1_000, LedgerListener.NONE, failing, () -> {});
        var answers = on(() -> {
            var pending = new ArrayList<PendingChange>();
            for (var user : List.of("a", "b", "c")) {
                pending.add(new PendingChange(vertx, register(user), null));
            }
            pending.forEach(events::add);
            return Future.join(pending.stream().map(PendingChange::answer).toList());
        });
        assertThat(answers.<dev.usher.service.Outcome<?>>list().stream()
                        .map(SequentialModel::text)
                        .toList())
                .containsExactly("registered", "registered", "position 1");
    }

    @Test
    void changesOfOtherReplicasDoNotKeepCallersFromTheirAnswers() throws Exception {
        event(1_000, true);
        say(register("a", "key"));
        var others = IntStream.iterate(0, i -> i + 1).iterator();
        store.beforeEvent = () -> anotherNode(register("other" + others.next()));
        assertThat(say(register("a"), unregister("unknown"), register("a", "key")))
                .containsExactly("ALREADY_REGISTERED", "REGISTRATION_NOT_FOUND", "registered");
    }

    @Test
    void promotionsThatTheStoreRejectsDoNotFailACallerBesideThem() throws Exception {
        event(1, true);
        say(register("a"), register("w"));
        store.tables.event = store.tables.event.amended(new EventDetails("Event", 2, true), Event.Status.SCHEDULED, 1);
        store.always = turn -> turn.promotions() > 0
                ? Optional.of(new CommitResult.Rejected(new IllegalStateException("not taken")))
                : Optional.empty();
        ledger.handOn("e");
        assertThat(say(register("b"))).containsExactly("position 2");
    }

    @Test
    void aTurnThatStartsOverThousandsOfTimesEndsAtItsDeadline() throws Exception {
        event(1, false);
        say(register("a"));
        store.always = turn ->
                Optional.of(new CommitResult.ConditionFailed(Optional.empty(), Map.of(), Set.of("Waitlist ticket 7")));
        assertThat(say(new Unregister("e", "a", null, Deadline.inMillis(1_000))))
                .containsExactly("BUSY");
        store.always = turn -> Optional.empty();
        assertThat(say(unregister("a"))).containsExactly("promoted null");
    }

    @Test
    void aCrowdThatIsLateWhenItsPoisonousTurnEndsIsAnsweredAllTheSame() throws Exception {
        Promise<Void> gate = Promise.promise();
        store.gate = gate.future();
        store.always = turn -> Optional.of(new CommitResult.Rejected(new IllegalStateException("not taken")));
        var crowd = IntStream.range(0, 900)
                .mapToObj(i -> new Register("e", "u" + i, null, null, Deadline.inMillis(1_000)))
                .toArray(LedgerCommand<?>[]::new);
        context.runOnContext(v -> vertx.setTimer(1_200, id -> gate.complete()));
        assertThat(say(crowd)).hasSize(900).doesNotContain("registered");
        store.always = turn -> Optional.empty();
        assertThat(say(register("next"))).containsExactly("registered");
    }

    @Test
    void aChangeThatCannotBeCommittedIsSoonFoundAmongMany() throws Exception {
        event(1_000, false);
        store.always = turn -> turn.rows().stream().anyMatch(row -> row.userId().equals("u77"))
                ? Optional.of(new CommitResult.Rejected(new IllegalStateException("not taken")))
                : Optional.empty();
        var crowd = IntStream.range(0, 300).mapToObj(i -> register("u" + i)).toArray(LedgerCommand<?>[]::new);
        var answers = new ArrayList<>(say(crowd));
        assertThat(answers.remove(77)).isEqualTo("failed");
        assertThat(answers).containsOnly("registered");
        assertThat(store.count("send")).isLessThan(30);
    }

    /** The row was written by something else, for example with {@code .000Z} in a moment. */
    @Test
    void aRowThatIsNotInItsOwnFormFailsItsChangeAlone() throws Exception {
        event(100, false);
        say(register("odd"));
        var asRead = Map.of("odd", Optional.of(store.tables.rows.get("odd")));
        store.always = turn -> names(turn, "odd")
                ? Optional.of(new CommitResult.ConditionFailed(Optional.empty(), asRead, Set.of()))
                : Optional.empty();
        var crowd = new ArrayList<LedgerCommand<?>>(List.of(unregister("odd")));
        IntStream.range(0, 10).forEach(i -> crowd.add(register("u" + i)));
        var answers = new ArrayList<>(say(crowd));
        assertThat(answers.remove(0)).isEqualTo("failed");
        assertThat(answers).containsOnly("registered");
        assertThat(store.count("send")).isLessThan(20);
    }

    @Test
    void owedSeatsAreHandedOnAfterAChangeBesideThemIsRejected() throws Exception {
        owes(300);
        store.always = turn -> names(turn, "x")
                ? Optional.of(new CommitResult.Rejected(new IllegalStateException("not taken")))
                : Optional.empty();
        ledger.handOn("e");
        assertThat(say(register("x"))).containsExactly("failed");
        nothingIsOwedSoon();
    }

    @Test
    void owedSeatsAreHandedOnWhileOneChangeAfterAnotherIsRejected() throws Exception {
        owes(300);
        var sent = new AtomicInteger();
        store.always = turn -> names(turn, "x")
                ? Optional.of(new CommitResult.Rejected(new IllegalStateException("not taken")))
                : Optional.empty();
        store.onPrepare = turn -> {
            if (store.tables.event.seatsOwed(ModelStore.NOW) > 0) {
                int n = sent.incrementAndGet();
                ledger.submit(register(n % 5 == 0 ? "x" + n : "new" + n));
            }
        };
        say(register("x"));
        ledger.handOn("e");
        nothingIsOwedSoon();
    }

    /** Reading them again and again at full speed would not mend them. */
    @Test
    void owedSeatsBehindRowsThatDoNotFitAreLeftToTheSweep() throws Exception {
        event(1, true);
        waiting(300);
        store.script.add(turn -> {
            store.always = handingOn -> Optional.of(
                    new CommitResult.ConditionFailed(Optional.empty(), Map.of(), Set.of("Waitlist ticket 7")));
            return store.tables.commit(turn);
        });
        var again = new AtomicInteger();
        Promise<Void> givenUp = Promise.promise();
        var listener = new LedgerListener() {
            @Override
            public void turned(TurnReport report) {
                if (report.inconsistent()) {
                    givenUp.tryComplete();
                }
            }
        };
        var events = new EventLedger(
                "e", vertx, store, new RosterCache(), 300, listener, turn -> {}, again::incrementAndGet);
        on(() -> {
            events.add(new PendingChange(vertx, UpdateFixtures.of(null, 301, null, patient()), null));
            return givenUp.future().compose(over -> vertx.timer(1_500));
        });
        assertThat(again).hasValue(0);
    }

    @Test
    void owedSeatsAreHandedOnWhenThoseWhomAFailedTurnLeftBehindAreGone() throws Exception {
        event(1, true);
        waiting(300);
        var crowd = IntStream.range(400, 1_300).mapToObj(i -> register("u" + i)).toList();
        store.always = turn -> {
            if (turn.rows().size() == 1) {
                return Optional.empty();
            }
            crowd.forEach(register -> register.deadline().callerIsGone());
            return Optional.of(new CommitResult.Rejected(new IllegalStateException("not taken")));
        };
        assertThat(say(crowd)).contains("BUSY");
        store.always = turn -> Optional.empty();
        var roomy = new EventDetails("Event", 301, true);
        store.tables.event = store.tables.event.amended(roomy, Event.Status.SCHEDULED, 1);
        ledger.handOn("e");
        nothingIsOwedSoon();
        assertThat(store.tables.event.counts().currentRegistrations()).isEqualTo(301);
    }

    @Test
    void afterALostRaceNothingThatWasReadBeforeIsPlannedOn() throws Exception {
        say(register("a"));
        store.script.add(turn -> {
            anotherNode(renamed());
            return store.tables.commit(turn);
        });
        store.calls.clear();
        assertThat(say(unregister("a"))).containsExactly("promoted null");
        assertThat(store.calls).containsExactly("rows", "prepare", "send", "rows", "prepare", "send");
    }

    @Test
    void whoBecomesLateWhileTheTurnReadsIsNotPlanned() throws Exception {
        event(3, false);
        var late = new Register("e", "late", null, null, Deadline.inMillis(30));
        store.beforeEvent = () -> {
            while (!late.deadline().passed()) {
                Thread.onSpinWait();
            }
        };
        assertThat(say(late)).containsExactly("BUSY");
        assertThat(say(register("next"))).containsExactly("registered");
        assertThat(store.tables.rows).containsOnlyKeys("next");
    }

    @Test
    void whoHangsUpWhileTheTurnBeforeIsUnderWayIsNotPlannedAnyMore() throws Exception {
        Promise<Void> gate = Promise.promise();
        store.gate = gate.future();
        var gone = register("gone");
        context.runOnContext(v -> vertx.setTimer(50, id -> {
            gone.deadline().callerIsGone();
            gate.complete();
        }));
        assertThat(say(register("a"), gone, register("c"))).containsExactly("registered", "BUSY", "registered");
        assertThat(store.tables.rows).containsOnlyKeys("a", "c");
    }

    @Test
    void whoHangsUpOnceTheTurnIsSentIsAnsweredAsTheStoreDecides() throws Exception {
        var gone = register("gone");
        store.script.add(turn -> {
            gone.deadline().callerIsGone();
            return store.tables.commit(turn);
        });
        assertThat(say(gone)).containsExactly("registered");
    }

    @Test
    void owedSeatsAreHandedOnToTheLastWithoutAnybodyAsking() throws Exception {
        event(1, true);
        say(IntStream.range(0, 301).mapToObj(i -> register("u" + i)).toArray(LedgerCommand<?>[]::new));
        say(UpdateFixtures.of(null, 301, null, patient()));
        nothingIsOwedSoon();
        assertThat(store.tables.event.counts().currentRegistrations()).isEqualTo(301);
    }

    @Test
    void owedSeatsAreHandedOnAlsoWhenATurnForThemWasGivenUp() throws Exception {
        event(1, true, 300);
        waiting(300);
        store.script.add(turn -> {
            store.always = handingOn -> Optional.of(REQUEST_LOST);
            return store.tables.commit(turn);
        });
        say(UpdateFixtures.of(null, 301, null, patient()));
        context.runOnContext(v -> vertx.setTimer(600, id -> store.always = turn -> Optional.empty()));
        nothingIsOwedSoon();
    }

    /** The ledger that gave up may have been evicted meanwhile, and the sweep may have asked for another. */
    @Test
    void owedSeatsOfATurnThatWasGivenUpAreLeftToTheLedgerInUse() throws Exception {
        event(1, true);
        waiting(300);
        store.script.add(turn -> {
            store.always = handingOn -> Optional.of(REQUEST_LOST);
            return store.tables.commit(turn);
        });
        Promise<Void> asked = Promise.promise();
        var events = new EventLedger(
                "e", vertx, store, new RosterCache(), 300, LedgerListener.NONE, turn -> {}, asked::tryComplete);
        on(() -> {
            events.add(new PendingChange(vertx, UpdateFixtures.of(null, 301, null, patient()), null));
            return asked.future();
        });
    }

    @Test
    void readsThatFailAreMadeAgainWhileTheirCallersWait() throws Exception {
        for (int i = 0; i < 3; i++) {
            store.failures.add(new UnavailableException("slow", null));
        }
        assertThat(say(register("a"))).containsExactly("registered");

        event(1, false);
        assertThat(say(register("a"), register("b"))).containsExactly("registered", "EVENT_FULL");
        store.failures.add(new UnavailableException("slow", null));
        assertThat(say(register("c"), unregister("a"), register("b"))).doesNotContain("BUSY", "failed");
        assertThat(store.failures).isEmpty();
    }

    @Test
    void nobodyWaitsForAStoreThatIsKnownNotToAnswer() throws Exception {
        for (int i = 0; i < 100; i++) {
            store.failures.add(UnavailableException.outage("gone"));
        }
        assertThat(say(register("a"), register("b"))).containsExactly("BUSY", "BUSY");
        assertThat(store.calls).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aDeniedCommitFailsAllCallersOfItsTurnAtOnce() throws Exception {
        store.gate = Future.failedFuture(new DeniedException("not allowed", null));
        var crowd = IntStream.range(0, 90).mapToObj(i -> register("u" + i)).toArray(LedgerCommand<?>[]::new);
        assertThat(say(crowd)).hasSize(90).containsOnly("failed");
        assertThat(store.count("send")).isLessThanOrEqualTo(2);

        store.gate = Future.succeededFuture();
        assertThat(say(register("next"))).containsExactly("registered");
    }

    /** Four and their pauses take so long that, with pauses no shorter than the last, the tenth is sent after 5 s. */
    @Test
    void fewerThanTenTransactionsAreSentForARequestWhileTheStoreAsksForLess() throws Exception {
        var asking = register("a");
        store.always = turn -> {
            if (store.count("send") == 4) {
                asking.deadline().callerIsGone();
            }
            return Optional.of(new CommitResult.Cancelled(true, new IllegalStateException("less")));
        };
        long begun = System.nanoTime();
        assertThat(say(asking)).containsExactly("BUSY");
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(40 + 120 + 360 + 800));
        assertThat(store.count("send")).isEqualTo(4);
    }

    private void owes(int seats) {
        event(1, true);
        waiting(seats);
        var roomy = new EventDetails("Event", seats + 1, true);
        store.tables.event = store.tables.event.amended(roomy, Event.Status.SCHEDULED, 1);
    }

    private static boolean names(Turn turn, String user) {
        return turn.rows().stream().anyMatch(row -> row.userId().startsWith(user));
    }

    private void nothingIsOwedSoon() {
        Eventually.holds(
                () -> assertThat(on(() -> Future.succeededFuture(store.tables.event.seatsOwed(ModelStore.NOW))))
                        .isZero());
    }

    private static UpdateEvent renamed() {
        return UpdateFixtures.of("Other name", null, null, patient());
    }
}
