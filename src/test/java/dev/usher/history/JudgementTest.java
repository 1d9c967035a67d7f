package dev.usher.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.history.Answer.Kind;
import org.junit.jupiter.api.Test;

/** Given a history written by hand, when one thing is wrong with it, then that is what the checker says. */
class JudgementTest {
    private static final Answer BUSY = Answer.of(Kind.BUSY);
    private static final Answer NONE = Answer.of(Kind.NONE);
    private static final Answer FULL = Answer.of(Kind.FULL);
    private static final Answer NOT_IN = Answer.of(Kind.NOT_IN);

    /** One seat: ann has it at 10, ben and cat stand in line from 20. */
    private static Story taken() {
        return new Story(1, true)
                .seat("ann", "a1")
                .commit(10)
                .register(5, 15, "ann", Answer.seated("a1"))
                .join("ben", "b1")
                .join("cat", "c1")
                .commit(20)
                .register(16, 25, "ben", Answer.waits("b1", 1))
                .register(16, 26, "cat", Answer.waits("c1", 2));
    }

    /** One seat that ann has from 10 on, and no line. */
    private static Story full() {
        return new Story(1, false).seat("ann", "a1").commit(10).register(5, 15, "ann", Answer.seated("a1"));
    }

    @Test
    void aHealthyHistoryHasNoViolation() {
        clean(taken().leave("ann")
                .promote("ben")
                .commit(40)
                .unregister(35, 45, "ann", Answer.left("ben"))
                .look(30, 34, Answer.seen(1, 1, 2))
                .look(46, 50, Answer.seen(1, 1, 1))
                .register(46, 50, "cat", Answer.alreadyIn("c1"))
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
                new Story(5, true)
                        .seat("ann", "a1")
                        .commit(10, s -> new State(s.version(), 5, true, 2, 0, 0, 0))
                        .register(5, 15, "ann", Answer.seated("a1")));
    }

    @Test
    void aNewcomerBeforeTheLineIsFound() {
        var story = taken().resize(2).seat("dan", "d1").commit(40).register(35, 45, "dan", Answer.seated("d1"));
        finds("I3", story);
    }

    @Test
    void aPromotionOutOfOrderIsFound() {
        finds("I4", taken().leave("ann").promote("cat").commit(40).unregister(35, 45, "ann", Answer.left("cat")));
    }

    @Test
    void aTicketThatIsGivenAgainIsFound() {
        finds("I5", taken().join("dan", "d1", 2).commit(40).register(35, 45, "dan", Answer.waits("d1", 2)));
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
        clean(new Story(2, true)
                .seat("ann", "a1")
                .seat("ben", "b1")
                .commit(10)
                .register(5, 15, "ann", Answer.seated("a1"))
                .register(5, 15, "ben", Answer.seated("b1"))
                .resize(16, 20, 1, Answer.of(Kind.TOO_SMALL)));
        finds("I7", taken().resize(30, 35, 1, Answer.of(Kind.TOO_SMALL)));
    }

    @Test
    void aTurnThatWasPlannedOnAnotherStateIsFound() {
        var story = new Story(5, true)
                .seat("ann", "a1")
                .commit(10, s -> new State(s.version() + 1, 5, true, 1, 0, 0, 0))
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
        finds("I7", new Story(1, true).seat("ann", "a1").commit(50).register(5, 15, "ann", Answer.seated("a1")));
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
        var story = new Story(1, true).seat("ann", "a1", "k").commit(10);
        clean(story.register(5, 15, "ann", "k", Answer.seated("a1"))
                .register(6, 17, "ann", "k", Answer.seated("a1"))
                .register(20, 25, "ann", "k", Answer.seated("a1")));
        finds("I7", story.register(30, 35, "ann", "other", Answer.seated("a1")));
        finds("I7", full().register(6, 17, "ann", Answer.seated("a1")));
    }

    @Test
    void aPlaceThatWasNotGivenIsFound() {
        finds("I7", taken().join("dan", "d1").commit(40).register(35, 45, "dan", Answer.waits("d1", 2)));
    }

    @Test
    void aPromotionThatDidNotComeIsFound() {
        finds("I7", taken().leave("ann").promote("ben").commit(40).unregister(35, 45, "ann", Answer.left("cat")));
    }

    @Test
    void fullMustHaveBeenTrueBetweenRequestAndAnswer() {
        clean(full().register(12, 16, "ben", FULL));
        finds("I8", new Story(1, false).register(3, 5, "ben", FULL));
        finds(
                "I8",
                full().leave("ann")
                        .commit(20)
                        .unregister(16, 25, "ann", Answer.left(null))
                        .register(30, 35, "ben", FULL));
    }

    @Test
    void fullMayHaveBeenTrueWithinATurn() {
        clean(new Story(2, false)
                .seat("ann", "a1")
                .commit(10)
                .register(5, 15, "ann", Answer.seated("a1"))
                .leave("ann")
                .seat("ben", "b1")
                .commit(30)
                .register(21, 35, "ben", Answer.seated("b1"))
                .register(22, 35, "cat", FULL)
                .unregister(23, 35, "ann", Answer.left(null)));
    }

    @Test
    void whoComesAndGoesWithinATurnLeavesNoRow() {
        clean(taken().commit(40)
                .register(35, 45, "dan", Answer.waits("d1", 3))
                .unregister(36, 45, "dan", Answer.left(null)));
    }

    @Test
    void whoComesAgainWithinATurnIsToldTheSameTimeTwice() {
        clean(taken().join("dan", "d1")
                .commit(40)
                .register(35, 45, "dan", "k", Answer.waits("d1", 4))
                .unregister(36, 45, "dan", Answer.left(null))
                .register(37, 45, "dan", Answer.waits("d1", 3)));
        clean(taken().join("dan", "d1")
                .commit(40)
                .register(35, 45, "dan", Answer.waits("d1", 40))
                .unregister(36, 45, "dan", Answer.left(null))
                .register(37, 45, "dan", Answer.waits("d1", 3)));
    }

    /** In one turn dan came, went and came again; in the next one he went, came and went. */
    @Test
    void whoGoesTwiceIsNotTakenToHaveGoneOnlyLater() {
        var story = new Story(5, true)
                .seat("dan", "d2")
                .commit(40)
                .register(35, 45, "dan", Answer.seated("d1"))
                .unregister(35, 42, "dan", Answer.left(null))
                .register(36, 46, "dan", Answer.seated("d2"))
                .leave("dan")
                .commit(42)
                .unregister(37, 50, "dan", Answer.left(null));
        clean(story.register(43, 50, "dan", Answer.seated("d3")).unregister(43, 51, "dan", Answer.left(null)));
        finds("I7", story.register(46, 50, "dan", Answer.seated("d4")));
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
                .register(35, 40, "dan", BUSY)
                .unregister(35, 40, "cat", NONE));
    }

    @Test
    void whatWasNotAnsweredMayHaveEndedTheStayBefore() {
        clean(taken().leave("cat")
                .commit(40)
                .unregister(30, 35, "cat", BUSY)
                .look(40, 40, Answer.seen(1, 1, 1))
                .join("cat", "c2")
                .commit(42)
                .register(30, 45, "cat", Answer.waits("c2", 2))
                .leave("cat")
                .commit(44)
                .unregister(41, 50, "cat", Answer.left(null)));
    }

    @Test
    void anAnswerThatNobodyShouldGetIsFound() {
        finds("an answer that nobody should get", taken().register(30, 31, "dan", Answer.strange("500")));
    }

    private static void clean(Story story) {
        assertThat(story.violations()).isEmpty();
    }

    private static void finds(String words, Story story) {
        assertThat(story.violations()).anyMatch(violation -> violation.contains(words));
    }
}
