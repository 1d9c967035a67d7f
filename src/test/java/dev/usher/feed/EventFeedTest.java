package dev.usher.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.registrations.model.Turn;
import dev.usher.service.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Updates that a feed makes from turns and reads, and the first ones of a subscriber. */
class EventFeedTest {
    private static final Timestamp NOW = new Timestamp("2026-11-22T09:30:00Z");

    private long room = Long.MAX_VALUE;
    private final EventFeed feed = new EventFeed(event(5), () -> room);

    @Test
    void turnsAreToldOneByOne() {
        feed.committed(turn(5));
        feed.committed(turn(6));
        assertThat(text(feed.take())).containsExactly("changes 6", "changes 7");
        assertThat(feed.take()).isEmpty();
    }

    @Test
    void versionsOfOtherReplicasComeFromTheLog() {
        assertThat(feed.committed(turn(7))).isFalse();
        assertThat(feed.take()).isEmpty();
        feed.read(log(6, 7, 8), 5, event(8));
        feed.read(log(8, 9), 7, event(9));
        feed.read(LogPage.NOTHING, 9, event(9));
        assertThat(feed.committed(turn(9))).isTrue();
        assertThat(text(feed.take())).containsExactly("changes 6", "changes 7", "changes 8", "changes 9", "changes 10");
    }

    @Test
    void versionsWithoutALogAreAGapOrASnapshot() {
        feed.read(new LogPage.Gap(6, 8), 5, event(9));
        feed.read(log(9), 8, event(9));
        feed.read(new LogPage.Gone(10, 12), 9, event(12));
        feed.read(new LogPage.Gap(6, 8), 5, event(12));
        assertThat(text(feed.take())).containsExactly("gap 8", "changes 9", "snapshot 12");
    }

    @Test
    void knownVersionsAreNoNews() {
        assertThat(feed.committed(turn(4))).isTrue();
        feed.read(log(4, 5), 3, event(5));
        assertThat(feed.take()).isEmpty();
        assertThat(feed.version()).isEqualTo(5);
    }

    @Test
    void aNewReaderStartsWithTheNewestSnapshot() {
        feed.committed(turn(5));
        assertThat(text(feed.snapshot(event(5)))).containsExactly("snapshot 6", "at 6");
        assertThat(text(feed.snapshot(event(9)))).containsExactly("snapshot 9", "at 9");
    }

    @Test
    void aReturningReaderContinuesWithWhatIsKept() {
        IntStream.range(5, 9).forEach(version -> feed.committed(turn(version)));
        assertThat(text(feed.kept(7, event(1)))).containsExactly("changes 8", "changes 9", "at 9");
        assertThat(text(feed.kept(9, event(1)))).containsExactly("at 9");
        assertThat(IntStream.range(3, 12).filter(feed::keeps)).containsExactly(5, 6, 7, 8, 9);
    }

    @Test
    void anyNumberOfTurnsIsKeptInBoundedRoom() {
        IntStream.range(5, 20_000).forEach(version -> feed.committed(turn(version)));
        assertThat(feed.kept(19_990, event(1)).messages()).hasSize(10);
        int kept = 0;
        while (feed.keeps(19_999 - kept)) {
            kept++;
        }
        assertThat(kept).isBetween(50, 1_000);
    }

    @Test
    void lessIsKeptWhileThereIsLessRoom() {
        IntStream.range(5, 100).forEach(version -> feed.committed(turn(version)));
        room = 1_000;
        feed.committed(turn(100));
        assertThat(IntStream.range(5, 102).filter(feed::keeps)).containsExactly(96, 97, 98, 99, 100, 101);
        room = 0;
        feed.committed(turn(101));
        assertThat(IntStream.range(5, 103).filter(feed::keeps)).containsExactly(102);
        assertThat(feed.take()).hasSize(97);
    }

    @Test
    void aChangeOfTheTermsCarriesTheEvent() {
        var before = event(5);
        var amended = after(before).amended(new EventDetails("Other", 9, true), Event.Status.SCHEDULED, 6);
        assertThat(EventUpdate.of(new Turn(before, amended, List.of(), List.of(), List.of(), Timestamp.now()))
                        .amended())
                .isTrue();
        assertThat(EventUpdate.of(new Turn(
                                before,
                                after(before).amended(before.terms(), Event.Status.CANCELLED, 6),
                                List.of(),
                                List.of(),
                                List.of(),
                                Timestamp.now()))
                        .amended())
                .isTrue();
        assertThat(EventUpdate.of(turn(5)).amended()).isFalse();
    }

    private static List<String> text(InitialUpdates backlog) {
        return Stream.concat(text(backlog.messages()).stream(), Stream.of("at " + backlog.version()))
                .toList();
    }

    private static List<String> text(List<EventUpdate> messages) {
        return messages.stream()
                .map(message -> message.kind().name().toLowerCase(Locale.ROOT) + " " + message.version())
                .toList();
    }

    private static LogPage log(long... versions) {
        return new LogPage.Turns(LongStream.of(versions)
                .mapToObj(version -> turn(version - 1).logged())
                .toList());
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
