package dev.usher.registrations.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.registrations.ModelStore;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.service.Deadline;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A waitlist that does not fit the event is another node's commit, partly visible: no turn is planned on it. */
class ReadRequirementsTest {
    private static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    /** Two people wait, with tickets 6 and 7; one seat is taken. */
    private static final Event EVENT = ModelStore.event(1, new Event.Counts(1, 2, 7, 5, 9));

    @Test
    void aConsistentWaitlistIsPlannedOn() {
        assertThat(plan(waitlist(true, entry(6, "a"), entry(7, "b")))).isInstanceOf(PlanResult.Ready.class);
        assertThat(plan(waitlist(false, entry(6, "a")))).isInstanceOf(PlanResult.Ready.class);
    }

    @Test
    void aShortEndWouldLetANewcomerPass() {
        assertThat(plan(waitlist(true, entry(6, "a")))).isInstanceOf(PlanResult.Stale.class);
        assertThat(plan(waitlist(true))).isInstanceOf(PlanResult.Stale.class);
        assertThat(plan(waitlist(true, entry(6, "a"), left(7, "b")))).isInstanceOf(PlanResult.Stale.class);
    }

    @Test
    void moreWhoWaitThanTheEventSaysWereNotThereYetOrAreGone() {
        assertThat(plan(waitlist(false, entry(6, "a"), entry(7, "b"), entry(8, "c"))))
                .isInstanceOf(PlanResult.Stale.class);
        assertThat(plan(waitlist(true, entry(6, "a"), entry(7, "b"), left(8, "c"))))
                .isInstanceOf(PlanResult.Stale.class);
    }

    @Test
    void aGapHidesSomebody() {
        assertThat(plan(waitlist(false, entry(7, "b")))).isInstanceOf(PlanResult.Stale.class);
    }

    @Test
    void whoWaitsHasARowThatSaysSo() {
        var waitlist = waitlist(false, entry(6, "a"));
        assertThat(plan(waitlist, "a", Optional.empty())).isInstanceOf(PlanResult.Stale.class);
        assertThat(plan(waitlist, "a", Optional.of(ModelStore.waiting("a", 4)))).isInstanceOf(PlanResult.Stale.class);
        assertThat(plan(waitlist, "a", Optional.of(ModelStore.waiting("a", 6)))).isInstanceOf(PlanResult.Ready.class);
    }

    private static PlanResult plan(WaitlistPrefix waitlist) {
        return plan(waitlist, "unknown", Optional.empty());
    }

    private static PlanResult plan(WaitlistPrefix waitlist, String user, Optional<Registration> row) {
        var rows = Map.of("seated", Optional.of(ModelStore.seated("seated")), user, row);
        var situation = new PlanInput(EVENT, rows, Optional.of(waitlist));
        var changes = List.of(new Unregister("e", "seated", null, NEVER), new Register("e", "new", null, null, NEVER));
        return TurnPlanner.of(situation, changes, new TurnLimits(TurnLimits.ACTIONS, true), ModelStore.NOW);
    }

    private static WaitlistPrefix waitlist(boolean complete, WaitlistPrefix.Entry... entries) {
        return new WaitlistPrefix(Arrays.asList(entries), complete);
    }

    private static WaitlistPrefix.Entry entry(long ticket, String user) {
        return new WaitlistPrefix.Entry(ticket, user, false);
    }

    private static WaitlistPrefix.Entry left(long ticket, String user) {
        return new WaitlistPrefix.Entry(ticket, user, true);
    }
}
