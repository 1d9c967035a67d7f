package dev.usher.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.history.Answer.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Given a history written by hand, when it gets one defect, then the checker reports that one. */
class CheckResultTest {
    private static final String NOON = "2026-01-01T12:00:00Z";
    private static final Answer BUSY = Answer.of(Kind.BUSY);
    private static final Answer NONE = Answer.of(Kind.NONE);
    private static final Answer FULL = Answer.of(Kind.FULL);
    private static final Answer NOT_IN = Answer.of(Kind.NOT_IN);

    /** One seat: ann has it at 10, ben and cat are on the waitlist from 20. */
    private static HistoryBuilder taken() {
        return new HistoryBuilder(1, true)
                .seat("ann", "a1")
                .commit(10)
                .register(5, 15, "ann", Answer.seated("a1"))
                .join("ben", "b1")
                .join("cat", "b1")
                .commit(20)
                .register(16, 25, "ben", Answer.waits("b1", 1))
                .register(16, 26, "cat", Answer.waits("b1", 2));
    }

    /** One seat that ann has from 10 on, and no waitlist. */
    private static HistoryBuilder full() {
        return new HistoryBuilder(1, false).seat("ann", "a1").commit(10).register(5, 15, "ann", Answer.seated("a1"));
    }

    @Test
    void aHealthyHistoryHasNoViolation() {
        clean(taken().leave("ann")
                .promote("ben")
                .commit(40)
                .unregister(35, 45, "ann", Answer.left("ben"))
                .look(30, 34, Answer.seen(1, 1, 2))
                .look(46, 50, Answer.seen(1, 1, 1))
                .register(46, 50, "cat", Answer.alreadyIn("b1"))
                .unregister(46, 50, "ann", NOT_IN)
                .register(46, 50, "cat", BUSY)
                .unregister(51, 52, "zoe", NONE));
        clean(full().register(20, 21, "ben", FULL));
    }

    @Test
    void anOversoldEventIsFound() {
        finds("I1", full().seat("ben", "b1").commit(20).register(16, 25, "ben", Answer.seated("b1")));
    }

    @Test
    void aWrongCountIsFound() {
        finds(
                "I2",
                new HistoryBuilder(5, true)
                        .seat("ann", "a1")
                        .commit(10, s -> s.with(2, 0))
                        .register(5, 15, "ann", Answer.seated("a1")));
    }

    @Test
    void anEntryThatNamesAUserWhoGaveTheSeatBackIsFound() {
        clean(promoted().leave("ben").promote("cat").commit(50).unregister(45, 55, "ben", Answer.left("cat")));
        var kept = promoted().leave("ben").promote("cat").withoutEntries().commit(50);
        finds("ticket 1 names ben", kept.unregister(45, 55, "ben", Answer.left("cat")));
    }

    /** One seat that ann gave to ben; cat waits. */
    private static HistoryBuilder promoted() {
        return taken().leave("ann").promote("ben").commit(40).unregister(35, 45, "ann", Answer.left("ben"));
    }

    @Test
    void aNewcomerBeforeTheWaitlistIsFound() {
        var story = taken().resize(2).seat("dan", "d1").commit(40).register(35, 45, "dan", Answer.seated("d1"));
        finds("I3", story);
    }

    @Test
    void aGuestTakesOnlyASeatThatIsAdded() {
        clean(guest().resize(2).commit(40).invite(35, 45, "cat", Answer.seated("c2")));
        finds("I3: 1 guests got a seat, 0 were added", guest().commit(40).invite(35, 45, "cat", Answer.seated("c2")));
        finds("I3: 1 guests got a seat, 2 were added", guest().resize(3).commit(40));
        finds("nobody asked for it", guest().resize(2).commit(40));
        finds("nobody asked for it", guest().resize(2).commit(40).register(35, 45, "cat", Answer.of(Kind.NONE)));
    }

    /** The only unregister may have ended either stay; the first one ended with the invitation. */
    @Test
    void anUnregisterBesideAnInvitationEndedTheStayThatNeedsIt() {
        clean(guest().resize(2)
                .commit(40)
                .invite(35, 45, "cat", Answer.seated("c2"))
                .leave("ben")
                .commit(47)
                .unregister(46, 48, "ben", Answer.left(null))
                .leave("cat")
                .commit(50)
                .unregister(30, 55, "cat", Answer.left(null)));
    }

    /** The last one on the waitlist is invited. */
    private static HistoryBuilder guest() {
        return taken().leave("cat").invite("cat", "c2");
    }

    @Test
    void aPromotionOutOfOrderIsFound() {
        finds("I4", taken().leave("ann").promote("cat").commit(40).unregister(35, 45, "ann", Answer.left("cat")));
    }

    @Test
    void aTicketThatIsGivenAgainIsFound() {
        finds("I5", taken().join("dan", "d1", null, 2).commit(40).register(35, 45, "dan", Answer.waits("d1", 2)));
    }

    @Test
    void aSeatThatIsNotHandedOnAtOnceIsFound() {
        finds(
                "I6",
                taken().leave("ann")
                        .commit(40)
                        .unregister(35, 45, "ann", Answer.left("ben"))
                        .promote("ben")
                        .commit(41));
    }

    @Test
    void raisedSeatsMayBeHandedOnLater() {
        clean(taken().resize(3).commit(40).promote("ben").promote("cat").commit(50));
    }

    @Test
    void aChangedCapacityIsShownAsItWasCommitted() {
        clean(taken().resize(2).promote("ben").commit(40).resize(35, 45, 2, Answer.resized(2, 2, 1)));
        finds("I7", taken().resize(2).promote("ben").commit(40).resize(35, 45, 2, Answer.resized(3, 2, 1)));
        finds("I7", taken().resize(30, 35, 2, Answer.resized(2, 2, 1)));
    }

    @Test
    void aCapacityIsTooSmallOnlyWhenMoreSeatsAreTaken() {
        clean(new HistoryBuilder(2, true)
                .seat("ann", "a1")
                .seat("ben", "a1")
                .commit(10)
                .register(5, 15, "ann", Answer.seated("a1"))
                .register(5, 15, "ben", Answer.seated("a1"))
                .resize(16, 20, 1, Answer.of(Kind.TOO_SMALL)));
        finds("I8", taken().resize(30, 35, 1, Answer.of(Kind.TOO_SMALL)));
    }

    @Test
    void aTurnThatWasPlannedOnAnotherStateIsFound() {
        var story = new HistoryBuilder(5, true)
                .seat("ann", "a1")
                .commit(10, s -> new State(s.version() + 1, 5, true, null, null, null, null, false, 1, 0, 0, 0))
                .register(5, 15, "ann", Answer.seated("a1"));
        finds("follows version", story);
    }

    @Test
    void anAnswerThatTheTablesLostIsFound() {
        finds("I7", taken().register(30, 35, "dan", Answer.waits("d1", 3)));
        finds("I7", taken().unregister(30, 35, "cat", Answer.left(null)));
    }

    @Test
    void aChangeAfterItsAnswerIsFound() {
        finds(
                "I7",
                new HistoryBuilder(1, true).seat("ann", "a1").commit(50).register(5, 15, "ann", Answer.seated("a1")));
    }

    @Test
    void oneEndThatIsToldTwiceIsFound() {
        finds(
                "I7",
                taken().leave("cat")
                        .commit(40)
                        .unregister(35, 45, "cat", Answer.left(null))
                        .unregister(36, 46, "cat", Answer.left(null)));
    }

    @Test
    void aStayIsToldAgainOnlyWithItsKey() {
        var story = new HistoryBuilder(1, true).seat("ann", "a1", "k").commit(10);
        clean(story.register(5, 15, "ann", "k", Answer.seated("a1"))
                .register(6, 17, "ann", "k", Answer.seated("a1"))
                .register(20, 25, "ann", "k", Answer.seated("a1")));
        finds("I7", story.register(30, 35, "ann", "other", Answer.seated("a1")));
        finds("I7", full().register(6, 17, "ann", Answer.seated("a1")));
    }

    @Test
    void aPositionThatWasNotGivenIsFound() {
        finds("I7", taken().join("dan", "d1").commit(40).register(35, 45, "dan", Answer.waits("d1", 2)));
    }

    @Test
    void aPromotionThatDidNotComeIsFound() {
        finds("I7", taken().leave("ann").promote("ben").commit(40).unregister(35, 45, "ann", Answer.left("cat")));
    }

    @Test
    void fullMustHaveBeenTrueBetweenRequestAndAnswer() {
        clean(full().register(12, 16, "ben", FULL));
        finds("I8", new HistoryBuilder(1, false).register(3, 5, "ben", FULL));
        finds(
                "I8",
                full().leave("ann")
                        .commit(20)
                        .unregister(16, 25, "ann", Answer.left(null))
                        .register(30, 35, "ben", FULL));
    }

    @Test
    void fullMayHaveBeenTrueInsideATurn() {
        var before =
                new HistoryBuilder(2, false).seat("ann", "a1").commit(10).register(5, 15, "ann", Answer.seated("a1"));
        clean(before.seat("ben", "b1")
                .leave("ann")
                .commit(30)
                .register(21, 35, "ben", Answer.seated("b1"))
                .register(22, 35, "cat", FULL)
                .unregister(23, 35, "ann", Answer.left(null)));
        finds("I8", before.leave("ben").seat("dan", "d1").commit(50).register(42, 55, "cat", FULL));
    }

    @Test
    void aStayInsideATurnIsInTheLogAlone() {
        clean(taken().join("dan", "d1")
                .leave("dan")
                .commit(40)
                .register(35, 45, "dan", Answer.waits("d1", 3))
                .unregister(36, 45, "dan", Answer.left(null)));
        finds("I7", taken().commit(40).register(35, 45, "dan", Answer.waits("d1", 3)));
    }

    @Test
    void twoStaysInOneTurnBeginAtTheSameTime() {
        clean(taken().join("dan", "d1", "k")
                .leave("dan")
                .join("dan", "d1")
                .commit(40)
                .register(35, 45, "dan", "k", Answer.waits("d1", 3))
                .unregister(36, 45, "dan", Answer.left(null))
                .register(37, 45, "dan", Answer.waits("d1", 3)));
    }

    @Test
    void twoRegistrationsInOneTurnAreToldApartByTheirPosition() {
        clean(new HistoryBuilder(1, true)
                .seat("ann", "a1")
                .commit(10)
                .register(5, 15, "ann", Answer.seated("a1"))
                .join("dan", "d1")
                .leave("dan")
                .leave("ann")
                .seat("dan", "d1")
                .commit(40)
                .register(35, 45, "dan", Answer.waits("d1", 1))
                .unregister(35, 45, "dan", Answer.left(null))
                .unregister(35, 45, "ann", Answer.left(null))
                .register(36, 46, "dan", Answer.seated("d1")));
    }

    @Test
    void eachEndIsMatchedWithOneRequest() {
        var story = new HistoryBuilder(5, true)
                .seat("dan", "d1")
                .leave("dan")
                .seat("dan", "d1")
                .commit(40)
                .register(35, 45, "dan", Answer.seated("d1"))
                .unregister(35, 42, "dan", Answer.left(null))
                .register(36, 46, "dan", Answer.seated("d1"))
                .leave("dan")
                .seat("dan", "d2")
                .leave("dan")
                .commit(42)
                .unregister(37, 50, "dan", Answer.left(null))
                .register(43, 50, "dan", Answer.seated("d2"))
                .unregister(43, 51, "dan", Answer.left(null));
        clean(story);
        finds("I7", story.register(46, 50, "dan", Answer.seated("d2")));
    }

    @Test
    void aRefusalMustBeTrueForTheUserAtTheSameMoment() {
        finds("I8", full().register(12, 16, "ann", "k", FULL));
        finds("I8", taken().unregister(30, 35, "cat", NOT_IN));
        finds("I8", taken().register(30, 35, "ann", Answer.of(Kind.CANCELLED)));
        finds("I8", taken().register(30, 35, "dan", Answer.of(Kind.WAITLIST_FULL)));
        finds("I8", taken().register(30, 35, "dan", Answer.of(Kind.CLOSED)));
    }

    @Test
    void aRefusalMustNameTheStateOfTheEvent() {
        var state = new State(2, 1, true, 2, null, null, null, false, 1, 2, 2, 0);
        clean(taken().commit(30, s -> state(s, 2, false, false))
                .register(31, 35, "dan", Answer.of(Kind.WAITLIST_FULL)));
        assertThat(state.fullAt(Instant.EPOCH)).isTrue();
        clean(taken().at(NOON)
                .commit(30, s -> state(s, null, true, false))
                .register(31, 35, "dan", Answer.of(Kind.CLOSED)));
        var cancelled = taken().at(NOON).commit(30, s -> state(s, null, true, true));
        clean(cancelled.register(31, 35, "dan", Answer.of(Kind.CANCELLED)));
        finds("I8", cancelled.register(31, 35, "dan", Answer.of(Kind.CLOSED)));
    }

    private static State state(State state, Integer waitlistCapacity, boolean closed, boolean cancelled) {
        return terms(state, waitlistCapacity, closed ? "1970-01-01T00:00:00Z" : null, null, null, cancelled);
    }

    /** Copy of a state with other terms; null for an unlimited waitlist, and for a moment that is not set. */
    private static State terms(
            State state,
            Integer waitlistCapacity,
            String closesAt,
            String promotesUntil,
            String startsAt,
            boolean cancelled) {
        return new State(
                state.version(),
                state.capacity(),
                state.hasWaitlist(),
                waitlistCapacity,
                moment(closesAt),
                moment(promotesUntil),
                moment(startsAt),
                cancelled,
                state.taken(),
                state.waiting(),
                state.lastTicket(),
                state.floor());
    }

    private static Instant moment(String text) {
        return text == null ? null : Instant.parse(text);
    }

    @Test
    void whatIsTooLateIsFound() {
        for (var end : new String[] {"2026-01-01T11:59:59Z", NOON, "2026-01-01T12:00:01Z"}) {
            boolean late = !end.equals("2026-01-01T12:00:01Z");
            var registered = new HistoryBuilder(1, true)
                    .at(NOON)
                    .commit(10, s -> ends(s, end, null))
                    .seat("ann", NOON)
                    .commit(20)
                    .register(15, 25, "ann", Answer.seated(NOON));
            var promoted = taken().at(NOON)
                    .commit(30, s -> ends(s, null, end))
                    .leave("ann")
                    .promote("ben")
                    .commit(40)
                    .unregister(35, 45, "ann", Answer.left("ben"));
            var left = taken().at(NOON)
                    .commit(30, s -> ends(s, null, end))
                    .leave("ann")
                    .commit(40)
                    .unregister(35, 45, "ann", Answer.left(null));
            if (late) {
                finds("too late", registered);
                finds("too late", promoted);
                clean(left);
            } else {
                clean(registered);
                clean(promoted);
                finds("I6", left);
            }
        }
    }

    @Test
    void anEventIsReinstatedOnlyBeforeItsStart() {
        for (var start : new String[] {"2026-01-01T00:00:00Z", NOON}) {
            finds("reinstated too late", cancelled(start).commit(40, s -> status(s, start, false)));
        }
        clean(cancelled("2026-01-01T00:00:00Z").reinstate(35, 45, Answer.of(Kind.OVER)));
        for (var start : new String[] {"2026-01-01T12:00:01Z", null}) {
            clean(cancelled(start)
                    .commit(40, s -> status(s, start, false))
                    .reinstate(35, 45, Answer.of(Kind.REINSTATED, 1, 1, 2)));
            finds("I7", cancelled(start).reinstate(35, 45, Answer.of(Kind.REINSTATED, 1, 1, 2)));
            finds("I8", cancelled(start).reinstate(35, 45, Answer.of(Kind.OVER)));
        }
    }

    @Test
    void aLeaveIsAnsweredWithoutAPromotionOnlyIfTheEventBeganToPromoteInTheSameVersion() {
        clean(cancelled(null)
                .leave("ann")
                .promote("ben")
                .commit(40, s -> status(s, null, false))
                .unregister(35, 45, "ann", Answer.left(null)));
        finds("I7", taken().leave("ann").promote("ben").commit(40).unregister(35, 45, "ann", Answer.left(null)));
    }

    private static HistoryBuilder cancelled(String startsAt) {
        return taken().at(NOON).commit(30, s -> status(s, startsAt, true));
    }

    private static State status(State state, String startsAt, boolean cancelled) {
        return terms(state, null, null, null, startsAt, cancelled);
    }

    private static State ends(State state, String closesAt, String promotesUntil) {
        return terms(state, null, closesAt, promotesUntil, null, false);
    }

    @Test
    void aKeyIsRepeatedAndNotAlreadyIn() {
        var story =
                new HistoryBuilder(1, true).seat("ann", "a1", "k").commit(10).register(5, 15, "ann", "k", BUSY);
        clean(story.register(20, 25, "ann", "other", Answer.alreadyIn("a1")));
        finds("I8", story.register(30, 35, "ann", "k", Answer.alreadyIn("a1")));
    }

    @Test
    void aRequestThatWasAnsweredBusyIsNotPlannedAfterwards() {
        clean(taken().join("dan", "d1").commit(90).register(35, 88, "dan", BUSY));
        finds("nobody asked", taken().join("dan", "d1").commit(90).register(35, 40, "dan", BUSY));
    }

    @Test
    void aLogThatDoesNotFitTheRowsIsFound() {
        var row = new Row("dan", true, 0, null, "d1", null);
        finds("I9", taken().resize(2).put("dan", row).commit(40).register(35, 45, "dan", Answer.seated("d1")));
        finds(
                "I9",
                taken().leave("cat")
                        .put("cat", new Row("cat", false, 2, null, "b1", null))
                        .commit(40));
    }

    @Test
    void whatWasAnsweredBeforeIsSeenAfterwards() {
        var old = Answer.seen(1, 1, 0);
        var now = Answer.seen(1, 1, 2);
        clean(taken().look(20, 20, old).look(21, 21, now));
        finds("before it was sent", taken().look(20, 20, now).look(21, 21, old));
    }

    @Test
    void aChangeThatNobodyAskedForIsFound() {
        finds("nobody asked", taken().leave("cat").commit(40));
        finds("nobody asked", taken().join("dan", "d1").commit(40));
        finds("nobody asked", taken().join("dan", "d1").commit(40).register(42, 45, "dan", BUSY));
    }

    @Test
    void whatWasNotAnsweredMayHappenLater() {
        clean(taken().join("dan", "d1")
                .leave("cat")
                .commit(90)
                .register(35, 88, "dan", BUSY)
                .unregister(35, 40, "cat", NONE));
    }

    @Test
    void whatWasNotAnsweredMayHaveEndedTheStayBefore() {
        clean(taken().leave("cat")
                .commit(40)
                .unregister(30, 38, "cat", BUSY)
                .look(40, 40, Answer.seen(1, 1, 1))
                .join("cat", "c2")
                .commit(42)
                .register(30, 45, "cat", Answer.waits("c2", 2))
                .leave("cat")
                .commit(44)
                .unregister(41, 50, "cat", Answer.left(null)));
    }

    /** The answers of others in between do not hide which of two leaves was the first. */
    @Test
    void leaveThatWasAnsweredFirstEndedTheFirstStay() {
        clean(taken().leave("cat")
                .commit(40)
                .join("cat", "c2")
                .commit(42)
                .leave("cat")
                .commit(44)
                .leave("ben")
                .commit(46)
                .unregister(30, 47, "cat", Answer.left(null))
                .unregister(31, 48, "cat", Answer.left(null))
                .unregister(31, 50, "ben", Answer.left(null))
                .look(49, 60, Answer.seen(1, 1, 0))
                .register(30, 47, "cat", Answer.waits("c2", 2)));
    }

    @Test
    void anAnswerThatNobodyShouldGetIsFound() {
        finds("an answer that nobody should get", taken().register(30, 31, "dan", Answer.strange("500")));
    }

    private static void clean(HistoryBuilder story) {
        assertThat(story.violations()).isEmpty();
    }

    private static void finds(String words, HistoryBuilder story) {
        assertThat(story.violations()).anyMatch(violation -> violation.contains(words));
    }
}
