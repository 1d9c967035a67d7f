package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventPatch;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.LapseSeat;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.plan.Admission;
import dev.usher.registrations.plan.PlanInput;
import dev.usher.registrations.plan.PlanResult;
import dev.usher.registrations.plan.TurnLimits;
import dev.usher.registrations.plan.TurnPlanner;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Waitlist changes of one turn, case by case; {@link PlanPropertyTest} generates the rest. */
class PlanRulesTest {
    private static final Deadline NEVER = Deadline.inMillis(600_000);

    private final Map<String, Optional<Registration>> rows = new HashMap<>();

    @Test
    void asMuchOfTheWaitlistIsReadAsSeatsMayComeFree() {
        seated("a", "b");
        var raised = UpdateFixtures.of(null, 5, null, NEVER);
        assertThat(plan(event(2, 2, 50, 50, 0), none(), leaves("a"), raised, leaves("b"), registers("n")))
                .isEqualTo(new PlanResult.Needs(Set.of(), 5));
        assertThat(plan(event(3, 2, 50, 50, 0), none(), leaves("a"))).isEqualTo(new PlanResult.Needs(Set.of(), 2));
    }

    @Test
    void theTurnIsCutWhereTheWaitlistThatWasReadRunsOut() {
        seated("a", "b", "c");
        var front = Optional.of(new WaitlistPrefix(
                List.of(new WaitlistPrefix.Entry(1, "w1", false), new WaitlistPrefix.Entry(2, "w2", false)), false));
        var ready = ready(plan(event(3, 3, 50, 50, 0), front, leaves("a"), leaves("b"), leaves("c"), registers("n")));
        assertThat(ready.answers()).hasSize(2);
        assertThat(ready.turn().orElseThrow().after().counts().lineFloor()).isEqualTo(2);
    }

    @Test
    void aPromotionWritesTheRowOfTheUserAndNotTheEntry() {
        seated("a");
        var turn = turn(plan(event(1, 1, 2, 2, 0), waitlist(1, 2), leaves("a")));
        assertThat(turn.rows()).hasSize(2).anyMatch(Turn.RowChange::promotes);
        assertThat(turn.entries()).isEmpty();
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(1, 1, 2, 1, 8));
    }

    @Test
    void theFloorGoesOnOverThoseWhoLeft() {
        seated("a");
        var front = Optional.of(new WaitlistPrefix(
                List.of(
                        new WaitlistPrefix.Entry(1, "w1", false),
                        new WaitlistPrefix.Entry(2, "w2", true),
                        new WaitlistPrefix.Entry(3, "w3", false)),
                true));
        var turn = turn(plan(event(1, 1, 2, 3, 0), front, leaves("a")));
        assertThat(turn.after().counts().lineFloor()).isEqualTo(2);
    }

    @Test
    void aGuestLeavesTheWaitlistForASeatThatTheTurnAdds() {
        waits("w2", 2);
        var turn = turn(plan(event(1, 1, 2, 2, 0), waitlist(1, 2), invites("w2")));
        assertThat(turn.after().capacity()).isEqualTo(2);
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(2, 1, 2, 0, 8));
        assertThat(turn.logged().details()).isPresent();
        assertThat(turn.changes())
                .extracting(RegistrationChange::kind)
                .containsExactly(RegistrationChange.Kind.LEFT, RegistrationChange.Kind.INVITED);
    }

    @Test
    void aHandOverIsAChangeOfTheDetails() {
        var before = event(1, 0, 0, 0, 0).ownedBy("olga");
        var turn = turn(plan(before, none(), handsOver("oscar")));
        assertThat(turn.after().owner()).isEqualTo("oscar");
        assertThat(turn.after().detailsVersion()).isEqualTo(8);
        assertThat(turn.logged().details())
                .contains(new LoggedTurn.Details(before.terms(), before.status(), "oscar", "root"));
        assertThat(turn.logged().after(before)).isEqualTo(turn.after());
        assertThat(ready(plan(before, none(), handsOver("olga"))).turn()).isEmpty();
    }

    /** As a replica from before owners could change writes it. */
    @Test
    void detailsWithoutAnOwnerLeaveTheOwner() {
        var before = event(1, 0, 0, 0, 0).ownedBy("olga");
        var details = new LoggedTurn.Details(before.terms(), Event.Status.CANCELLED, null, null);
        var turn = new LoggedTurn("e", ModelStore.CREATED, before.counts(), List.of(), Optional.of(details));
        assertThat(turn.after(before).owner()).isEqualTo("olga");
    }

    private static UpdateEvent handsOver(String owner) {
        var nothing = UpdateFixtures.of(null, null, null, NEVER).amendment();
        return new UpdateEvent("e", nothing, owner, false, "root", DetailsCondition.ANY, NEVER);
    }

    @Test
    void aTurnInvitesOneGuest() {
        rows.put("n", Optional.empty());
        rows.put("m", Optional.empty());
        assertThat(ready(plan(event(1, 1, 0, 0, 0), none(), invites("n"), invites("m")))
                        .answers())
                .hasSize(1);
    }

    @Test
    void aUserWhoJoinsAndLeavesInOneTurnLeavesAMarkedEntry() {
        rows.put("n", Optional.empty());
        var turn = turn(plan(event(1, 1, 2, 2, 0), waitlist(1, 2), registers("n"), leaves("n"), registers("m")));
        assertThat(turn.entries())
                .containsExactly(new Turn.EntryChange(3, "n", true, true), new Turn.EntryChange(4, "m", true, false));
        assertThat(turn.after().counts().lastTicket()).isEqualTo(4);
    }

    @Test
    void aUserWhoJoinsAndIsPromotedInOneTurnLeavesNoEntry() {
        seated("a");
        var turn = turn(plan(event(1, 1, 0, 0, 0), none(), registers("n"), leaves("a")));
        assertThat(turn.entries()).isEmpty();
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(1, 0, 1, 1, 8));
    }

    @Test
    void whoWasPromotedAndGivesTheSeatBackLeavesNoEntry() {
        promoted("p", 1);
        var turn = turn(plan(event(1, 1, 1, 2, 1), waitlist(2, 2), leaves("p")));
        assertThat(turn.entries()).containsExactly(Turn.EntryChange.deletion(1, "p"));
        assertThat(turn.rows()).as("the seat and its promotion").hasSize(2);
    }

    @Test
    void whoIsPromotedAndGivesTheSeatBackInOneTurnLeavesNoEntry() {
        seated("a");
        waits("w1", 1);
        var turn = turn(plan(event(1, 1, 1, 1, 0), waitlist(1, 1), leaves("a"), leaves("w1")));
        assertThat(turn.entries()).containsExactly(Turn.EntryChange.deletion(1, "w1"));
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(0, 0, 1, 1, 8));
    }

    @Test
    void anEntryAboveTheFloorIsNotDeletedWhateverTheRowSays() {
        promoted("p", 2);
        var turn = turn(plan(event(1, 1, 2, 2, 0), waitlist(1, 2), leaves("p")));
        assertThat(turn.entries()).isEmpty();
    }

    @Test
    void aTurnCountsTheEntriesThatItDeletes() {
        var leavers = new LedgerCommand<?>[60];
        for (int i = 0; i < leavers.length; i++) {
            promoted("p" + i, i + 1);
            leavers[i] = leaves("p" + i);
        }
        var ready = ready(plan(event(60, 60, 0, 60, 60), none(), leavers));
        assertThat(ready.answers()).hasSize(TurnLimits.ACTIONS / 2);
    }

    @Test
    void aCountThatWouldGoNegativeWasSeenByHalves() {
        seated("a");
        assertThat(plan(event(1, 0, 0, 0, 0), none(), leaves("a"))).isInstanceOf(PlanResult.Stale.class);
        waits("w", 1);
        assertThat(plan(event(1, 1, 0, 1, 0), none(), leaves("w"))).isInstanceOf(PlanResult.Stale.class);
    }

    @Test
    void aTicketAboveTheLastOneWasSeenByHalves() {
        seated("a");
        var front = Optional.of(new WaitlistPrefix(
                List.of(
                        new WaitlistPrefix.Entry(1, "w1", false),
                        new WaitlistPrefix.Entry(2, "w2", false),
                        new WaitlistPrefix.Entry(3, "w3", true)),
                false));
        assertThat(plan(event(1, 1, 2, 2, 0), front, leaves("a"))).isInstanceOf(PlanResult.Stale.class);
    }

    @Test
    void whileSomebodyWaitsNoSeatIsFreeForANewcomer() {
        var front = Optional.of(new WaitlistPrefix(waitlist(1, 99).orElseThrow().entries(), false));
        var turn = turn(plan(event(200, 1, 150, 150, 0), front, registers("n")));
        assertThat(turn.entries())
                .as("behind those who are owed more seats than one turn hands on")
                .containsExactly(new Turn.EntryChange(151, "n", true, false));
        assertThat(turn.rows().stream().filter(Turn.RowChange::promotes)).hasSize(96);
    }

    @Test
    void seatsThatAreTakenBeyondTheCapacityGoToNobodyWhenTheyAreGivenBack() {
        seated("a", "b", "c");
        assertThat(ready(plan(event(1, 3, 50, 50, 0), none(), leaves("a"), leaves("b")))
                        .turn()
                        .orElseThrow()
                        .after()
                        .counts())
                .isEqualTo(new Event.Counts(1, 50, 50, 0, 8));
        assertThat(plan(event(1, 3, 50, 50, 0), none(), leaves("a"), leaves("b"), leaves("c")))
                .isEqualTo(new PlanResult.Needs(Set.of(), 1));
    }

    @Test
    void fromTheStartOnNoSeatIsHandedOn() {
        seated("a");
        waits("w2", 2);
        var raised = UpdateFixtures.of(null, 3, null, NEVER);
        var event = ends(event(1, 1, 2, 2, 0), EventField.STARTS_AT, ModelStore.NOW);
        var turn = turn(plan(event, none(), leaves("a"), raised, leaves("w2")));
        assertThat(turn.promotions()).isZero();
        assertThat(turn.after().counts()).isEqualTo(new Event.Counts(0, 1, 2, 0, 8));
        assertThat(turn.after().owed()).isFalse();

        var later = ends(event, EventField.PROMOTES_UNTIL, ModelStore.NOW.plusMillis(1));
        assertThat(plan(later, none(), leaves("a"))).isEqualTo(new PlanResult.Needs(Set.of(), 1));
        assertThat(turn(plan(later, waitlist(1, 2), leaves("a"))).promotions()).isEqualTo(1);
    }

    @Test
    void anEventThatPromotesNoMoreLeavesTheIndexOnce() {
        var owing = event(2, 1, 2, 2, 0).indexedAt(ModelStore.NOW);
        var event = ends(owing, EventField.PROMOTES_UNTIL, ModelStore.NOW);
        var turn = turn(plan(event, none()));
        assertThat(turn.rows()).isEmpty();
        assertThat(turn.after().owed()).isFalse();
        assertThat(ready(plan(turn.after(), none())).turn()).isEmpty();
    }

    @Test
    void whoseEntryIsNoLongerPromotedStillComesBeforeANewcomer() {
        rows.put("n", Optional.empty());
        var open = ends(event(4, 1, 2, 2, 0), EventField.PROMOTES_UNTIL, ModelStore.NOW);
        assertThat(turn(plan(open, none(), registers("n"))).entries())
                .containsExactly(new Turn.EntryChange(3, "n", true, false));

        var closed = new EventDetails("Event", 4, false).with(EventField.PROMOTES_UNTIL, ModelStore.NOW);
        var full = open.amended(closed, Event.Status.SCHEDULED, 7);
        assertThat(ready(plan(full, none(), registers("n"))).answers()).containsExactly(Optional.empty());
        assertThat(Admission.of(registers("n"), full, Optional.empty(), ModelStore.NOW))
                .contains(Outcome.refused(RefusalReason.EVENT_FULL));
    }

    @Test
    void aChangeThatLetsTheEventPromoteAgainHandsSeatsOn() {
        var started = ends(event(2, 1, 2, 2, 0), EventField.STARTS_AT, ModelStore.NOW);
        assertHandsOn(started, postpones(false));
        var cancelled = cancelled(event(2, 1, 2, 2, 0));
        assertHandsOn(cancelled, reinstates());
        assertHandsOn(cancelled(started), postpones(true));
        var full = turn(plan(cancelled(event(1, 1, 2, 2, 0)), none(), reinstates()));
        assertThat(full.after().counts()).isEqualTo(new Event.Counts(1, 2, 2, 0, 8));
        assertThat(full.after().cancelled()).isFalse();
    }

    /** An event with one seat for the head of a waitlist of two. */
    private void assertHandsOn(Event event, UpdateEvent change) {
        assertThat(plan(event, none(), change)).isEqualTo(new PlanResult.Needs(Set.of(), 1));
        var turn = turn(plan(event, waitlist(1, 2), change));
        assertThat(turn.promotions()).isEqualTo(1);
        assertThat(turn.after().cancelled()).isFalse();
    }

    @Test
    void anEventIsReinstatedUntilItsStart() {
        var started = cancelled(ends(event(2, 1, 2, 2, 0), EventField.STARTS_AT, ModelStore.NOW));
        assertThat(ready(plan(started, none(), reinstates())).turn()).isEmpty();
        assertThat(Admission.of(reinstates(), started, ModelStore.NOW))
                .contains(Outcome.refused(RefusalReason.EVENT_OVER));
        assertThat(Admission.of(reinstates(), started, ModelStore.NOW.minusMillis(1)))
                .isEmpty();
        var scheduled = ends(event(2, 1, 2, 2, 0), EventField.STARTS_AT, ModelStore.NOW);
        assertThat(Admission.of(reinstates(), scheduled, ModelStore.NOW)).contains(Outcome.done(scheduled));
    }

    @Test
    void aSeatThatIsDueWhileTheEventIsCancelledIsKept() {
        var row = new Registration("e", "p", Status.REGISTERED, ModelStore.CREATED, 1L, ModelStore.CREATED, null);
        var due = new Registration(
                "e", "p", row.status(), row.registeredAt(), 1L, row.promotedAt(), null, 7L, ModelStore.NOW);
        rows.put("p", Optional.of(due));
        var lapse = new LapseSeat("e", "p", ModelStore.NOW, NEVER);
        var turn = turn(plan(cancelled(event(1, 1, 2, 3, 1)), none(), lapse));
        assertThat(turn.changes())
                .extracting(RegistrationChange::kind)
                .containsExactly(RegistrationChange.Kind.CONFIRMED);
        assertThat(turn.after().counts().currentRegistrations()).isEqualTo(1);
        assertThat(turn(plan(event(1, 1, 2, 3, 1), waitlist(2, 3), lapse)).promotions())
                .isEqualTo(1);
    }

    private static Event cancelled(Event event) {
        return event.amended(event.terms(), Event.Status.CANCELLED, 7);
    }

    private static UpdateEvent reinstates() {
        return updates(Map.of(), true);
    }

    private static UpdateEvent postpones(boolean reinstates) {
        return updates(Map.of(EventField.STARTS_AT, Optional.of(ModelStore.NOW.plusSeconds(60))), reinstates);
    }

    private static UpdateEvent updates(Map<EventField<?>, Optional<?>> fields, boolean reinstates) {
        var patch = new EventPatch(null, null, null, fields);
        return new UpdateEvent("e", patch, null, reinstates, null, DetailsCondition.ANY, NEVER);
    }

    private static Event ends(Event event, EventField<Instant> end, Instant moment) {
        return event.amended(event.terms().with(end, moment), Event.Status.SCHEDULED, 7);
    }

    private PlanResult plan(Event event, Optional<WaitlistPrefix> waitlist, LedgerCommand<?>... changes) {
        return TurnPlanner.of(
                new PlanInput(event, rows, waitlist),
                List.of(changes),
                new TurnLimits(TurnLimits.ACTIONS, true),
                ModelStore.NOW);
    }

    private static PlanResult.Ready ready(PlanResult planned) {
        return (PlanResult.Ready) planned;
    }

    private static Turn turn(PlanResult planned) {
        return ready(planned).turn().orElseThrow();
    }

    private static Event event(int capacity, int taken, int waiting, long lastTicket, long floor) {
        return ModelStore.event(capacity, new Event.Counts(taken, waiting, lastTicket, floor, 7));
    }

    private static Optional<WaitlistPrefix> none() {
        return Optional.empty();
    }

    /** Returns a complete waitlist with these tickets, in which no entry is marked as left. */
    private static Optional<WaitlistPrefix> waitlist(long from, long to) {
        return Optional.of(new WaitlistPrefix(
                LongStream.rangeClosed(from, to)
                        .mapToObj(ticket -> new WaitlistPrefix.Entry(ticket, "w" + ticket, false))
                        .toList(),
                true));
    }

    private void seated(String... users) {
        for (var user : users) {
            rows.put(user, Optional.of(ModelStore.seated(user)));
        }
    }

    private void promoted(String user, long ticket) {
        rows.put(
                user,
                Optional.of(new Registration(
                        "e", user, Status.REGISTERED, ModelStore.CREATED, ticket, ModelStore.CREATED, null)));
    }

    private void waits(String user, long ticket) {
        rows.put(user, Optional.of(ModelStore.waiting(user, ticket)));
    }

    private static Register registers(String user) {
        return new Register("e", user, null, null, NEVER);
    }

    private static InviteGuest invites(String user) {
        return new InviteGuest("e", user, null, null, NEVER);
    }

    private static Unregister leaves(String user) {
        return new Unregister("e", user, null, NEVER);
    }
}
