package dev.usher.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Timestamp;
import dev.usher.events.Event;
import dev.usher.events.Terms;
import dev.usher.registrations.Turn;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a feed makes of turns and looks, and what a reader is told first. */
class FeedTest {
    private static final Timestamp NOW = new Timestamp("2026-11-22T09:30:00Z");

    private final Feed feed = new Feed(event(5));

    @Test
    void turnsAreToldOneByOne() {
        feed.committed(turn(5));
        feed.committed(turn(6));
        assertThat(text(feed.take())).containsExactly("changes 6", "changes 7");
        assertThat(feed.take()).isEmpty();
    }

    @Test
    void whereVersionsAreMissingTheEventItselfIsTold() {
        feed.committed(turn(7));
        feed.committed(turn(8));
        feed.found(event(12));
        feed.committed(turn(12));
        assertThat(text(feed.take())).containsExactly("snapshot 8", "changes 9", "snapshot 12", "changes 13");
    }

    @Test
    void whatIsKnownAlreadyIsNoNews() {
        feed.committed(turn(4));
        feed.found(event(5));
        feed.found(event(3));
        assertThat(feed.take()).isEmpty();
        assertThat(feed.version()).isEqualTo(5);
    }

    @Test
    void aNewReaderStartsWithTheEventAsItStands() {
        feed.committed(turn(5));
        assertThat(text(feed.backlog(0, event(5)))).containsExactly("snapshot 6", "at 6");
        assertThat(text(feed.backlog(0, event(9)))).containsExactly("snapshot 9", "at 9");
    }

    @Test
    void whoComesBackGoesOnBehindWhatItKnows() {
        IntStream.range(5, 9).forEach(version -> feed.committed(turn(version)));
        assertThat(text(feed.backlog(7, event(9)))).containsExactly("changes 8", "changes 9", "at 9");
        assertThat(text(feed.backlog(5, event(9))))
                .containsExactly("changes 6", "changes 7", "changes 8", "changes 9", "at 9");
        assertThat(text(feed.backlog(9, event(9)))).containsExactly("at 9");
    }

    @Test
    void whoKnowsWhatIsNotKeptStartsAnew() {
        feed.committed(turn(5));
        assertThat(text(feed.backlog(4, event(6)))).containsExactly("snapshot 6", "at 6");
        assertThat(text(feed.backlog(99, event(6)))).containsExactly("snapshot 6", "at 6");
        assertThat(text(feed.backlog(7, event(8)))).containsExactly("snapshot 8", "at 8");
    }

    @Test
    void whoComesFromAProcessThatIsAheadMissesNothing() {
        assertThat(text(feed.backlog(8, event(8)))).containsExactly("at 8");
    }

    @Test
    void anyNumberOfTurnsIsKeptInBoundedRoom() {
        IntStream.range(5, 20_000).forEach(version -> feed.committed(turn(version)));
        var backlog = feed.backlog(19_990, event(20_000));
        assertThat(backlog.messages()).hasSize(10);
        int kept = 0;
        while (!feed.backlog(19_999 - kept, event(20_000)).messages().get(0).snapshot()) {
            kept++;
        }
        assertThat(kept).isBetween(50, 1_000);
    }

    @Test
    void aChangeOfTheTermsCarriesTheEvent() {
        var before = event(5);
        var amended = after(before).with(new Terms("Other", 9, true));
        assertThat(Message.of(new Turn(before, amended, List.of(), List.of(), List.of(), Timestamp.now()))
                        .amended())
                .isTrue();
        assertThat(Message.of(new Turn(
                                before, after(before).asCancelled(), List.of(), List.of(), List.of(), Timestamp.now()))
                        .amended())
                .isTrue();
        assertThat(Message.of(turn(5)).amended()).isFalse();
    }

    private static List<String> text(Backlog backlog) {
        return Stream.concat(text(backlog.messages()).stream(), Stream.of("at " + backlog.version()))
                .toList();
    }

    private static List<String> text(List<Message> messages) {
        return messages.stream()
                .map(message -> (message.snapshot() ? "snapshot " : "changes ") + message.version())
                .toList();
    }

    private static Turn turn(long version) {
        return new Turn(event(version), after(event(version)), List.of(), List.of(), List.of(), Timestamp.now());
    }

    private static Event after(Event event) {
        return event(event.version() + 1);
    }

    private static Event event(long version) {
        return new Event("e", "Event", 9, true, new Event.Counts(1, 0, 0, 0, version), NOW, null);
    }
}
