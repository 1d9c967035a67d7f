package dev.usher.registrations;

import static dev.usher.acceptance.Eventually.patient;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventPatch;
import dev.usher.registrations.ledger.EventLedger;
import dev.usher.registrations.ledger.PendingChange;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.plan.PlanInput;
import dev.usher.registrations.plan.PlanResult;
import dev.usher.registrations.plan.TurnLimits;
import dev.usher.registrations.plan.TurnPlanner;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.roster.RosterCache;
import dev.usher.registrations.store.CommitResult;
import dev.usher.service.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One test for each rule of the ledger's turns, which fails where the rule is not kept. */
class LedgerRulesTest extends LedgerFixture {
    private static final CommitResult REPLY_LOST =
            new CommitResult.Unknown(false, new IllegalStateException("reply lost"));

    private final BlockingQueue<Turn> published = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws Exception {
        Eventually.get(vertx.eventBus()
                .<Turn>localConsumer(Turn.ADDRESS, turn -> published.add(turn.body()))
                .completion());
    }

    private static UpdateEvent capacity(int seats) {
        return UpdateFixtures.of(null, seats, null, patient());
    }

    private static List<Register> people(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> register("u" + i)).toList();
    }

    @Test
    void anIdleEventsSingleChangeGoesAtOnceAndAlone() throws Exception {
        say(register("a"));
        assertThat(say(register("b"))).containsExactly("registered");
        assertThat(store.calls).containsExactly("event", "prepare", "send", "prepare", "send");
    }

    @Test
    void whatComesWhileATurnIsUnderWayGoesTogetherInTheNext() throws Exception {
        event(100, true);
        assertThat(say(people(0, 50))).containsOnly("registered");
        assertThat(store.turns).hasSize(2);
        assertThat(store.turns.get(1).rows()).hasSize(49);
    }

    @Test
    void aTurnTakesAHundredActionsAndNobodyIsSkipped() throws Exception {
        event(1, true);
        var answers = say(people(0, 200));
        assertThat(answers.get(0)).isEqualTo("registered");
        for (int i = 1; i < 200; i++) {
            assertThat(answers.get(i)).isEqualTo("position " + i);
        }
        assertThat(store.turns.get(1).rows()).hasSize(49);
    }

    @Test
    void theSameUserManyTimesInATurnIsFoldedIntoTheNetEffect() throws Exception {
        say(register("first"));
        assertThat(say(register("x"), register("a"), unregister("a"), register("a"), register("a"), unregister("a")))
                .containsExactly(
                        "registered",
                        "position 1",
                        "promoted null",
                        "position 1",
                        "ALREADY_REGISTERED",
                        "promoted null");
        var turn = store.turns.get(2);
        assertThat(turn.rows()).containsExactly(new Turn.RowChange("a", Optional.empty(), Optional.empty()));
        assertThat(turn.after().counts().lineFloor())
                .isEqualTo(turn.after().counts().lastTicket());
    }

    @Test
    void aRowThatIsFoldedBackToWhatItWasIsChecked() {
        var row = ModelStore.seated("a");
        var event = ModelStore.event(2, new Event.Counts(1, 0, 0, 0, 7));
        var situation = new PlanInput(event, Map.of("a", Optional.of(row)), Optional.empty());
        var changes = List.of(unregister("a"), register("a"), register("b"), unregister("b"));
        var known = new PlanInput(event, Map.of("a", Optional.of(row), "b", Optional.empty()), Optional.empty());
        assertThat(TurnPlanner.of(situation, changes, new TurnLimits(TurnLimits.ACTIONS, true), ModelStore.NOW))
                .isEqualTo(new PlanResult.Needs(Set.of("b"), 0));
        var ready = (PlanResult.Ready)
                TurnPlanner.of(known, changes, new TurnLimits(TurnLimits.ACTIONS, true), ModelStore.NOW);
        var turn = ready.turn().orElseThrow();
        var again = new Registration("e", "a", Status.REGISTERED, ModelStore.CREATED, null, null, null, 8L, null);
        assertThat(turn.rows())
                .containsExactly(
                        new Turn.RowChange("a", Optional.of(row), Optional.of(again)),
                        new Turn.RowChange("b", Optional.empty(), Optional.empty()));
        assertThat(turn.after().version()).isEqualTo(8);
    }

    @Test
    void aDuplicateCostsOneMoreTryAndNoOtherPosition() throws Exception {
        say(register("a"), register("b"));
        store.calls.clear();
        assertThat(say(register("x"), register("b"), register("y"), register("a"), register("z")))
                .containsExactly("position 1", "ALREADY_REGISTERED", "position 2", "ALREADY_REGISTERED", "position 3");
        assertThat(store.calls)
                .as("all unknown rows of the turn are read at once after the first refutation")
                .containsExactly("prepare", "send", "prepare", "send", "rows", "prepare", "send", "snapshot of 2");
    }

    @Test
    void theSameKeyAgainIsTheSameRegistration() throws Exception {
        assertThat(say(register("a", "k"))).containsExactly("registered");
        assertThat(say(register("a", "k"), register("a", "other"))).containsExactly("registered", "ALREADY_REGISTERED");
    }

    @Test
    void aVersionThatMovedIsLearnedFromItsOwnReason() throws Exception {
        say(register("a"));
        store.script.add(turn -> {
            anotherNode(register("b"));
            return store.tables.commit(turn);
        });
        store.calls.clear();
        assertThat(say(register("c"))).containsExactly("position 1");
        assertThat(store.calls).containsExactly("prepare", "send", "prepare", "send");
    }

    @Test
    void anUnknownOutcomeIsAskedForWithTheSameRequest() throws Exception {
        store.script.add(turn -> REPLY_LOST);
        store.script.add(turn -> new CommitResult.Unknown(true, new IllegalStateException("throttled")));
        assertThat(say(register("a"))).containsExactly("registered");
        assertThat(store.calls).containsExactly("event", "prepare", "send", "send", "send");
    }

    @Test
    void aTurnInConflictLooksAtTheEventBeforeItIsSentAgain() throws Exception {
        say(register("warm"));
        store.script.add(turn -> new CommitResult.Cancelled(false, new IllegalStateException("conflict")));
        store.script.add(turn -> {
            anotherNode(register("b"));
            return new CommitResult.Cancelled(false, new IllegalStateException("conflict"));
        });
        store.calls.clear();
        assertThat(say(register("a"))).containsExactly("position 1");
        assertThat(store.calls)
                .as("the same request while the version stands, a new plan when it moved")
                .containsExactly("prepare", "send", "event", "send", "event", "prepare", "send");
    }

    @Test
    void aTurnInConflictWhoseEarlierTryIsInDoubtIsSentAgainAsItIs() throws Exception {
        say(register("warm"));
        store.script.add(turn -> REPLY_LOST);
        store.script.add(turn -> new CommitResult.Cancelled(false, new IllegalStateException("conflict")));
        store.calls.clear();
        assertThat(say(register("a"))).containsExactly("registered");
        assertThat(store.calls).containsExactly("prepare", "send", "send", "send");
    }

    @Test
    void aLostReplyFollowedByAVersionFailureIsPlannedAnew() throws Exception {
        store.script.add(turn -> REPLY_LOST);
        store.script.add(turn -> {
            anotherNode(register("b"));
            return store.tables.commit(turn);
        });
        assertThat(say(register("a"))).containsExactly("registered");
        assertThat(store.tables.rows).containsOnlyKeys("a", "b");
    }

    @Test
    void anOutcomeThatStaysUnknownIsBusyAndTheNextTurnReadsAfresh() throws Exception {
        event(1, false);
        say(register("a"));
        var asking = unregister("a");
        store.always = turn -> {
            if (store.count("send") > 3) {
                asking.deadline().callerIsGone();
            }
            return Optional.of(REPLY_LOST);
        };
        assertThat(say(asking)).containsExactly("BUSY");
        store.always = turn -> Optional.empty();
        store.calls.clear();
        assertThat(say(register("b"))).containsExactly("EVENT_FULL");
        assertThat(store.calls).containsExactly("event", "snapshot of 1");
    }

    @Test
    void anUnregisterOfAnAbsentUserCommitsThatThereIsNoRow() throws Exception {
        say(register("a"));
        Turn[] late = new Turn[1];
        var lost = register("b");
        store.script.add(turn -> {
            late[0] = turn;
            return REQUEST_LOST;
        });
        store.script.add(turn -> {
            lost.deadline().callerIsGone();
            return REQUEST_LOST;
        });
        assertThat(say(lost)).containsExactly("BUSY");
        assertThat(say(unregister("first"), unregister("b"), unregister("c"))).containsOnly("REGISTRATION_NOT_FOUND");
        var fence = store.turns.get(store.turns.size() - 1);
        assertThat(fence.rows())
                .as("both wait for one turn")
                .containsExactly(
                        new Turn.RowChange("b", Optional.empty(), Optional.empty()),
                        new Turn.RowChange("c", Optional.empty(), Optional.empty()));
        assertThat(store.tables.commit(late[0]))
                .as("a register that arrives after the answer")
                .isInstanceOf(CommitResult.ConditionFailed.class);
    }

    @Test
    void aFullEventAnswersAnyNumberWithOneReadAndNoWrite() throws Exception {
        event(1, false);
        say(register("a"));
        store.calls.clear();
        assertThat(say(people(0, 500))).containsOnly("EVENT_FULL");
        rosterIsLoaded();
        assertThat(store.count("send")).isZero();
        store.calls.clear();
        assertThat(say(people(500, 1_000))).containsOnly("EVENT_FULL");
        assertThat(store.calls).containsExactly("snapshot of 0", "snapshot of 0");
    }

    private static LedgerCommand<?> renamed() {
        return UpdateFixtures.of("Renamed", null, null, patient());
    }

    @Test
    void aRosterGoesOnWithTheTurnsOfOtherReplicas() throws Exception {
        fullWithRoster();
        anotherNode(unregister("a"), store.tables.rows.get("a"));
        anotherNode(register("b"));
        assertThat(say(register("c"), register("b"))).containsExactly("EVENT_FULL", "ALREADY_REGISTERED");
        assertThat(store.calls).containsExactly("snapshot of 0", "changes", "snapshot of 0", "snapshot of 1");
    }

    @Test
    void aRosterThatLacksAVersionDecidesNothing() throws Exception {
        fullWithRoster();
        anotherNode(unregister("a"), store.tables.rows.get("a"));
        anotherNode(register("b"));
        store.tables.log.remove(store.tables.event.version() - 1);
        assertThat(say(register("c"))).containsExactly("EVENT_FULL");
        assertThat(store.calls).containsExactly("snapshot of 0", "changes", "snapshot of 1");
    }

    @Test
    void aChangeLogRowThatCannotBeReadDropsTheRosterAndFailsNobody() throws Exception {
        fullWithRoster();
        anotherNode(unregister("a"), store.tables.rows.get("a"));
        anotherNode(register("b"));
        store.beforeChanges = () -> {
            throw new IllegalArgumentException("unknown kind");
        };
        assertThat(say(register("c"), register("b"))).containsExactly("EVENT_FULL", "ALREADY_REGISTERED");
        assertThat(store.calls).containsExactly("snapshot of 0", "changes", "snapshot of 1", "snapshot of 1");
        store.calls.clear();
        assertThat(say(register("c"))).containsExactly("EVENT_FULL");
        assertThat(store.calls).containsExactly("snapshot of 1");
    }

    @Test
    void aRosterIsNotLoadedAgainForUsersWhoAreInIt() throws Exception {
        fullWithRoster();
        for (int i = 0; i < 100; i++) {
            assertThat(say(register("a"))).containsExactly("ALREADY_REGISTERED");
        }
        assertThat(store.calls).doesNotContain("registrations", "changes");
    }

    @Test
    void aReadThatMeetsATransactionIsDecidedByTheNextVersion() throws Exception {
        fullWithRoster();
        store.underWay = 1;
        store.beforeEvent = () -> {
            store.beforeEvent = () -> {};
            context.runOnContext(then -> anotherNode(renamed()));
        };
        assertThat(say(register("b"))).containsExactly("EVENT_FULL");
        assertThat(store.calls).startsWith("snapshot of 0", "event", "changes");
    }

    /** Rows that were read while a transaction was half visible: as many as the event counts, and the wrong ones. */
    @Test
    void aRosterOfTheRightSizeWithTheWrongRowsIsNotUsed() throws Exception {
        event(1, false);
        say(register("a"));
        store.rosters.add(List.of(ModelStore.seated("x")));
        store.tables.log.clear();
        assertThat(say(people(0, 500))).containsOnly("EVENT_FULL");
        rosterIsLoaded();
        store.calls.clear();
        assertThat(say(register("b"), register("a"))).containsExactly("EVENT_FULL", "ALREADY_REGISTERED");
        assertThat(store.calls).containsExactly("snapshot of 1", "snapshot of 1");
    }

    @Test
    void aRosterFarBehindReadsTheChangeLogInPages() throws Exception {
        fullWithRoster();
        for (int i = 0; i < 30; i++) {
            anotherNode(UpdateFixtures.of("Name " + i, null, null, patient()));
        }
        assertThat(say(register("b"))).containsExactly("EVENT_FULL");
        assertThat(store.calls).containsExactly("snapshot of 0", "changes", "changes");
    }

    /** Two ledgers of one event run on two contexts, so a roster of both would change while the other one reads it. */
    @Test
    void aSecondLedgerOfTheEventDoesNotUseTheRosterOfTheFirst() throws Exception {
        event(1, false);
        say(register("a"));
        var rosters = new RosterCache();
        var first = ledgerOfTheEvent(rosters);
        var second = ledgerOfTheEvent(rosters);
        refuses(first, people(0, 500));
        rosterIsLoaded();

        store.calls.clear();
        refuses(first, List.of(register("b")));
        assertThat(store.calls).containsExactly("snapshot of 0");
        store.calls.clear();
        refuses(second, List.of(register("b")));
        assertThat(store.calls).containsExactly("event", "snapshot of 1");
    }

    private EventLedger ledgerOfTheEvent(RosterCache rosters) throws Exception {
        return on(() -> Future.succeededFuture(new EventLedger(
                "e", vertx, store, rosters, Eventually.PATIENT_MILLIS, LedgerListener.NONE, turn -> {}, () -> {})));
    }

    private void refuses(EventLedger ledger, List<Register> registers) throws Exception {
        var answers = on(() -> Future.all(registers.stream()
                .map(register -> {
                    var pending = new PendingChange(vertx, register, null);
                    ledger.add(pending);
                    return pending.answer().map(SequentialModel::text);
                })
                .toList()));
        assertThat(answers.<String>list()).containsOnly("EVENT_FULL");
    }

    private void fullWithRoster() throws Exception {
        event(1, false);
        say(register("a"));
        say(people(0, 500));
        rosterIsLoaded();
        store.calls.clear();
    }

    /** A load runs beside the answers; reading the change log is its last step. */
    private void rosterIsLoaded() throws Exception {
        boolean read;
        do {
            read = on(() -> Future.succeededFuture(store.calls.contains("changes")));
        } while (!read);
        on(Future::succeededFuture);
    }

    @Test
    void aTurnAfterThrottlingCarriesHalfAsMuchAndThenMoreAgain() throws Exception {
        event(1_000, true);
        say(register("warm"));
        store.script.add(turn -> new CommitResult.Cancelled(true, new IllegalStateException("throttled")));
        say(people(0, 301));
        var sizes = store.turns.stream().map(turn -> turn.rows().size()).toList();
        assertThat(sizes.subList(2, 5)).as("of %s", sizes).containsExactly(1, 59, 69);
    }

    @Test
    void whereOthersAreFasterAgainAndAgainATurnWaitsAndThenCarriesAllWhoCame() throws Exception {
        event(1_000, true);
        say(register("warm"));
        var others = IntStream.iterate(0, i -> i + 1).iterator();
        for (int n = 0; n < 2; n++) {
            store.script.add(turn -> {
                anotherNode(register("other" + others.next()));
                return store.tables.commit(turn);
            });
        }
        assertThat(say(people(0, 50))).containsOnly("registered");
        assertThat(store.turns.get(store.turns.size() - 1).rows())
                .as("the one who came first goes with all who came since")
                .hasSize(50);
    }

    @Test
    void fullIsOnlySaidOfAStateReadAfterTheRequest() throws Exception {
        event(1, false);
        say(register("a"));
        anotherNode(capacity(2));
        assertThat(say(register("b"))).containsExactly("registered");
    }

    @Test
    void aHalfVisibleWaitlistIsReadAgain() throws Exception {
        event(1, true);
        say(people(0, 4));
        store.waitlists.add(new WaitlistPrefix(List.of(new WaitlistPrefix.Entry(2, "u2", false)), false));
        store.waitlists.add(new WaitlistPrefix(List.of(), true));
        store.waitlists.add(new WaitlistPrefix(List.of(new WaitlistPrefix.Entry(1, "u3", false)), false));
        assertThat(say(unregister("u0"))).containsExactly("promoted u1");
        assertThat(store.count("waitlist")).isEqualTo(4);
    }

    @Test
    void aPoisonChangeFailsAloneAndTheOthersGoOn() throws Exception {
        store.always = turn -> turn.rows().stream().anyMatch(row -> row.userId().equals("poison"))
                ? Optional.of(new CommitResult.Rejected(new IllegalArgumentException("poison")))
                : Optional.empty();
        assertThat(say(register("a"), register("b"), register("poison"), register("c"), register("d")))
                .containsExactly("registered", "registered", "failed", "position 1", "position 2");
    }

    @Test
    void aChangePastItsDeadlineIsNeverPlanned() throws Exception {
        Promise<Void> gate = Promise.promise();
        store.gate = gate.future();
        var late = new Register("e", "late", null, null, Deadline.inMillis(20));
        context.runOnContext(v -> vertx.setTimer(80, id -> gate.complete()));
        assertThat(say(register("a"), late, register("c"))).containsExactly("registered", "BUSY", "registered");
        assertThat(store.tables.rows).containsOnlyKeys("a", "c");
    }

    @Test
    void aQueueThatIsFullIsBusyAtOnce() throws Exception {
        Promise<Void> gate = Promise.promise();
        event(5_000, true, 4_000);
        store.gate = gate.future();
        on(() -> {
            people(0, EventLedger.BURST).forEach(this::text);
            return vertx.timer(300);
        });
        assertThat(say(people(EventLedger.BURST, EventLedger.BURST + 50))).containsOnly("BUSY");
        gate.complete();
    }

    @Test
    void changesBehindOneThatHasWaitedForLongAreBusyAtOnce() throws Exception {
        Promise<Void> gate = Promise.promise();
        event(5_000, true, 400);
        store.gate = gate.future();
        on(() -> {
            people(0, TurnLimits.ACTIONS).forEach(this::text);
            return vertx.timer(300);
        });
        assertThat(say(register("more"))).containsExactly("BUSY");
        gate.complete();
    }

    @Test
    void aRaiseOfTenThousandDoesNotStarveTheOthers() throws Exception {
        waiting(20_000);
        var turns = on(() -> text(capacity(10_001))
                .compose(resized -> {
                    assertThat(resized).isEqualTo("resized");
                    assertThat(owed()).as("answered before all is handed on").isGreaterThan(9_000);
                    return Future.all(
                            people(20_001, 20_101).stream().map(this::text).toList());
                })
                .map(answers -> {
                    assertThat(answers.<String>list()).allMatch(answer -> answer.startsWith("position "));
                    assertThat(owed()).as("and the rest goes on").isPositive();
                    store.gate = Promise.promise().future();
                    return List.copyOf(store.turns);
                }));
        var theirs = turns.stream().filter(turn -> !turn.entries().isEmpty()).toList();
        assertThat(turns.indexOf(theirs.get(theirs.size() - 1)) - turns.indexOf(theirs.get(0)))
                .as("turns from the first newcomer's to the last one's")
                .isLessThan(6);
        var crowded = theirs.stream()
                .filter(turn -> turn.entries().size() > 20)
                .findFirst()
                .orElseThrow();
        assertThat(crowded.after().counts().currentRegistrations()
                        - crowded.before().counts().currentRegistrations())
                .as("half a turn is for seats that are owed")
                .isEqualTo(50);
    }

    private int owed() {
        return store.tables.event.seatsOwed(ModelStore.NOW);
    }

    @Test
    void aStopHandsOnTheSeatsThatAreOwed() throws Exception {
        waiting(1_000);
        on(() -> text(capacity(1_001)).compose(resized -> {
            assertThat(resized).isEqualTo("resized");
            assertThat(owed()).isPositive();
            return ledger.close();
        }));
        assertThat(owed()).isZero();
    }

    @Test
    void theSweepReadsTheEventAfresh() throws Exception {
        event(1, true);
        say(register("a"), register("w"));
        anotherNodeRaisesAndDies();
        on(() -> {
            ledger.handOn("e");
            return ledger.close();
        });
        assertThat(store.tables.rows.get("w").waits()).isFalse();
    }

    /** Leaves the seat that it adds free: it would be handed on in a turn of its own. */
    private void anotherNodeRaisesAndDies() {
        var before = store.tables.event;
        var counts = before.counts();
        store.tables.event = before.amended(
                        new EventDetails("Event", 2, true), Event.Status.SCHEDULED, counts.version() + 1)
                .with(new Event.Counts(
                        counts.currentRegistrations(),
                        counts.waitlistCount(),
                        counts.lastTicket(),
                        counts.lineFloor(),
                        counts.version() + 1,
                        counts.rosterDigest()));
    }

    @Test
    void eachUpdateIsAnsweredWithTheEventAsItLeftIt() throws Exception {
        var names = on(() -> {
            var first = ledger.submit(UpdateFixtures.of("First", null, null, patient()));
            var second = ledger.submit(UpdateFixtures.of("Second", null, null, patient()));
            var third = ledger.submit(UpdateFixtures.of(null, 7, null, patient()));
            return Future.all(first, second, third).map(all -> Stream.of(first, second, third)
                    .map(answer -> answer.result().fold(Event::name, refused -> "refused"))
                    .toList());
        });
        assertThat(names).containsExactly("First", "Second", "Second");
        assertThat(store.turns).as("one update a turn").hasSize(3);
    }

    @Test
    void anUpdateThatChangesNothingAndASecondCancellationCommitNothing() throws Exception {
        assertThat(say(renamed(), new CancelEvent("e", patient()))).containsExactly("resized", "resized");
        store.calls.clear();
        assertThat(say(renamed(), new CancelEvent("e", patient()))).containsExactly("resized", "resized");
        assertThat(store.count("send")).isZero();
        assertThat(store.tables.event.version()).isEqualTo(3);
        assertThat(say(reinstates(), reinstates())).containsExactly("resized", "resized");
        assertThat(store.count("send")).isEqualTo(1);
        assertThat(store.tables.event.cancelled()).isFalse();
    }

    /**
     * Each change is committed in its own turn, in order. Promotions that do not fit into the last turn follow in
     * further turns.
     */
    @Test
    void aReinstatedEventHandsOnTheSeatsThatItOwes() throws Exception {
        waiting(500);
        assertThat(say(new CancelEvent("e", patient()), capacity(301), reinstates()))
                .containsExactly("resized", "resized", "resized");
        on(ledger::close);
        assertThat(store.tables.event.counts().currentRegistrations()).isEqualTo(301);
        var first = store.turns.stream()
                .filter(turn -> turn.promotions() > 0)
                .findFirst()
                .orElseThrow();
        assertThat(first.before().cancelled()).isTrue();
        assertThat(first.promotions()).isEqualTo(TurnLimits.ACTIONS);
    }

    private static UpdateEvent reinstates() {
        return update(new EventPatch(null, null, null, Map.of()), true, DetailsCondition.ANY);
    }

    /** Of two organizers who have read the same version, one is refused, however often registrations move it. */
    @Test
    void anUpdateIsRefusedOnceItsDetailsWereChanged() throws Exception {
        say(register("a"));
        assertThat(say(named("First", 1), register("b"), named("Second", 1), register("c"), called(1)))
                .containsExactly("resized", "registered", "PRECONDITION_FAILED", "position 1", "PRECONDITION_FAILED");
        long version = store.tables.event.detailsVersion();
        assertThat(say(named("Second", version, 99), register("d"))).containsExactly("resized", "position 2");
        assertThat(store.tables.event.name()).isEqualTo("Second");
        assertThat(say(named("First", version), named("Second", version)))
                .containsExactly("PRECONDITION_FAILED", "PRECONDITION_FAILED");
    }

    /** What this replica remembers of the event decides nothing. */
    @Test
    void aConditionIsJudgedByTheStoredEvent() throws Exception {
        say(register("a"));
        anotherNodeRaisesAndDies();
        assertThat(say(named("First", 1))).containsExactly("PRECONDITION_FAILED");
        anotherNodeRaisesAndDies();
        assertThat(say(named("First", store.tables.event.version()))).containsExactly("resized");
    }

    private static UpdateEvent named(String name, long... versions) {
        var update = UpdateFixtures.of(name, null, null, patient());
        var accepted = LongStream.of(versions).boxed().collect(Collectors.toSet());
        return update(update.amendment(), false, new DetailsCondition(accepted));
    }

    private static UpdateEvent update(EventPatch amendment, boolean reinstates, DetailsCondition condition) {
        return new UpdateEvent("e", amendment, null, reinstates, null, condition, patient());
    }

    private static CancelEvent called(long version) {
        return new CancelEvent("e", null, new DetailsCondition(Set.of(version)), patient());
    }

    @Test
    void everyTurnIsPublishedInCommitOrder() throws Exception {
        say(people(0, 30));
        say(unregister("u0"));
        var versions = new ArrayList<Long>();
        while (versions.size() < 3) {
            versions.add(published.poll(60, TimeUnit.SECONDS).after().version());
        }
        assertThat(versions).containsExactly(2L, 3L, 4L);
        assertThat(published).isEmpty();
    }
}
