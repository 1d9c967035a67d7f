package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Deadline;
import dev.usher.events.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A waitlist that does not fit the event is another node's commit, partly visible: no turn is planned on it. */
class OutlookTest {
    private static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    /** Two people wait, with tickets 6 and 7; one seat is taken. */
    private static final Event EVENT =
            new Event("e", "Event", 1, true, new Event.Counts(1, 2, 7, 5, 9), ModelTables.CREATED, null);

    @Test
    void aLineThatFitsIsPlannedOn() {
        assertThat(plan(line(true, place(6, "a"), place(7, "b")))).isInstanceOf(Planned.Ready.class);
        assertThat(plan(line(false, place(6, "a")))).isInstanceOf(Planned.Ready.class);
    }

    @Test
    void aShortEndWouldLetANewcomerPass() {
        assertThat(plan(line(true, place(6, "a")))).isInstanceOf(Planned.Stale.class);
        assertThat(plan(line(true))).isInstanceOf(Planned.Stale.class);
        assertThat(plan(line(true, place(6, "a"), left(7, "b")))).isInstanceOf(Planned.Stale.class);
    }

    @Test
    void moreWhoWaitThanTheEventSaysWereNotThereYetOrAreGone() {
        assertThat(plan(line(false, place(6, "a"), place(7, "b"), place(8, "c"))))
                .isInstanceOf(Planned.Stale.class);
        assertThat(plan(line(true, place(6, "a"), place(7, "b"), left(8, "c")))).isInstanceOf(Planned.Stale.class);
    }

    @Test
    void aGapHidesSomebody() {
        assertThat(plan(line(false, place(7, "b")))).isInstanceOf(Planned.Stale.class);
    }

    @Test
    void whoWaitsHasARowThatSaysSo() {
        var line = line(false, place(6, "a"));
        assertThat(plan(line, "a", Optional.empty())).isInstanceOf(Planned.Stale.class);
        assertThat(plan(line, "a", Optional.of(row("a", 4)))).isInstanceOf(Planned.Stale.class);
        assertThat(plan(line, "a", Optional.of(row("a", 6)))).isInstanceOf(Planned.Ready.class);
    }

    private static Planned plan(Line line) {
        return plan(line, "nobody", Optional.empty());
    }

    private static Planned plan(Line line, String user, Optional<Registration> row) {
        var seated =
                new Registration("e", "seated", Registration.Status.REGISTERED, ModelTables.CREATED, null, null, null);
        var situation = new Situation(EVENT, Map.of("seated", Optional.of(seated), user, row), Optional.of(line));
        var changes = List.of(new Unregister("e", "seated", null, NEVER), new Register("e", "new", null, null, NEVER));
        return Plan.of(situation, changes, new Limits(Limits.ACTIONS, true), ModelTables.NOW);
    }

    private static Registration row(String user, long ticket) {
        return new Registration("e", user, Registration.Status.WAITLISTED, ModelTables.CREATED, ticket, null, null);
    }

    private static Line line(boolean complete, Line.Place... places) {
        return new Line(Arrays.asList(places), complete);
    }

    private static Line.Place place(long ticket, String user) {
        return new Line.Place(ticket, user, false);
    }

    private static Line.Place left(long ticket, String user) {
        return new Line.Place(ticket, user, true);
    }
}
