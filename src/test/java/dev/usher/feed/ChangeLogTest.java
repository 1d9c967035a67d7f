package dev.usher.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.store.ChangeStore;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Versions on a page of the change log, and the handling of versions that are not visible yet. */
class ChangeLogTest {
    private static final RegistrationChange LEFT = new RegistrationChange(RegistrationChange.Kind.LEFT, "ada", null);
    private static final Timestamp NOW = new Timestamp("2026-11-22T09:30:00Z");

    private final TreeSet<Long> rows = new TreeSet<>();
    /** Versions whose transactions are pending: not in the log yet, or about to be. */
    private final TreeSet<Long> pending = new TreeSet<>();

    private Runnable atTransaction = () -> {};
    private Optional<LoggedTurn.Details> details = Optional.empty();
    private int changesOfATurn;
    private boolean hangs;
    private final ChangeLog log = new ChangeLog(new ChangeStore() {
        @Override
        public Future<List<LoggedTurn>> changes(String eventId, long after, int max) {
            return hangs ? Promise.<List<LoggedTurn>>promise().future() : Future.succeededFuture(read(after, max));
        }

        @Override
        public Future<Optional<SortedSet<Long>>> absent(String eventId, long first, long last) {
            atTransaction.run();
            return Future.succeededFuture(absentFrom(first, last));
        }
    });

    @Test
    void aPageHasConsecutiveVersionsUpToTheOneThatWasRead() {
        rows(1, 2, 3, 4, 5, 7);
        assertThat(page(5, 0, 100)).isEqualTo(turns(1, 2, 3, 4, 5));
        assertThat(page(5, 0, 2)).isEqualTo(turns(1, 2));
        assertThat(page(4, 2, 100)).as("half visible above 4").isEqualTo(turns(3, 4));
        assertThat(page(7, 3, 100)).as("up to a missing one").isEqualTo(turns(4, 5));
        assertThat(page(5, 5, 100)).isEqualTo(LogPage.NOTHING);
        assertThat(page(5, 9, 100)).isEqualTo(LogPage.NOTHING);
    }

    @Test
    void aPageEndsWhereItWouldBeTooLong() {
        LongStream.rangeClosed(1, 60).forEach(rows::add);
        assertThat(page(60, 0, 100))
                .isEqualTo(turns(LongStream.rangeClosed(1, 25).toArray()));
        changesOfATurn = 98;
        assertThat(page(60, 0, 100)).isEqualTo(turns(1, 2, 3, 4, 5, 6));
        changesOfATurn = 600;
        assertThat(page(60, 0, 100)).isEqualTo(turns(1));
        changesOfATurn = 0;
        details = Optional.of(LoggedTurn.Details.of(event(1).described("d".repeat(4_000)), null));
        assertThat(page(60, 0, 100))
                .isEqualTo(turns(LongStream.rangeClosed(1, 13).toArray()));
    }

    @Test
    void aMissingVersionIsNotSkippedWhileItsTransactionIsPending() {
        rows(1, 2, 4);
        pending.add(3L);
        assertThat(page(4, 2, 100)).isEqualTo(LogPage.NOTHING);
        pending.add(1L);
        rows.clear();
        assertThat(page(1, 0, 100)).as("of a new event").isEqualTo(LogPage.NOTHING);
    }

    @Test
    void aMissingVersionThatAppearsIsRead() {
        rows(1, 2, 4);
        atTransaction = () -> rows.add(3L);
        assertThat(page(4, 2, 100)).isEqualTo(turns(3, 4));
    }

    @Test
    void aVersionThatNoTransactionWritesAnyMoreIsAGap() {
        rows(1, 2, 5, 6);
        assertThat(page(6, 2, 100)).isEqualTo(new LogPage.Gap(3, 4));
        rows.tailSet(3L).clear();
        assertThat(page(6, 2, 100)).isEqualTo(new LogPage.Gap(3, 6));
        assertThat(page(60, 2, 100)).as("no longer than a page").isEqualTo(new LogPage.Gap(3, 27));
    }

    @Test
    void aGapEndsWhereAnotherVersionAppears() {
        rows(1, 2, 6);
        atTransaction = () -> rows.add(4L);
        assertThat(page(6, 2, 100)).isEqualTo(new LogPage.Gap(3, 3));
    }

    @Test
    void versionsBeforeTheLogAreGone() {
        rows(4, 5);
        assertThat(page(5, 2, 100)).isEqualTo(new LogPage.Gone(3, 3));
        assertThat(page(5, 3, 100)).isEqualTo(turns(4, 5));
        rows.clear();
        assertThat(page(5, 3, 100)).isEqualTo(new LogPage.Gone(4, 5));
    }

    /** Otherwise each page of a crowd would be read after the deadline of its caller, and none in time. */
    @Test
    void pagesBeyondTheQueueAreRefused() {
        hangs = true;
        int accepted = ChangeLog.READS_AT_ONCE + ChangeLog.MAX_WAITING;
        for (int after = 0; after < accepted; after++) {
            assertThat(log.page(event(9_999), after, 1).isComplete()).isFalse();
        }
        assertThat(log.page(event(9_999), accepted, 1).cause()).isInstanceOf(UnavailableException.class);
    }

    private Optional<SortedSet<Long>> absentFrom(long first, long last) {
        if (!pending.subSet(first, true, last, true).isEmpty()) {
            return Optional.empty();
        }
        var absent = LongStream.rangeClosed(first, last).boxed().collect(Collectors.toCollection(TreeSet::new));
        absent.removeAll(rows);
        return Optional.of(absent);
    }

    private void rows(long... versions) {
        LongStream.of(versions).forEach(rows::add);
    }

    private LogPage page(long version, long after, int limit) {
        return log.page(event(version), after, limit).result();
    }

    private List<LoggedTurn> read(long after, int limit) {
        return rows.tailSet(after + 1).stream().limit(limit).map(this::turn).toList();
    }

    private LogPage turns(long... versions) {
        return new LogPage.Turns(LongStream.of(versions).mapToObj(this::turn).toList());
    }

    private LoggedTurn turn(long version) {
        return new LoggedTurn("e", NOW, event(version).counts(), Collections.nCopies(changesOfATurn, LEFT), details);
    }

    private static Event event(long version) {
        return new Event("e", "Event", 9, true, new Event.Counts(1, 0, 0, 0, version), NOW, null);
    }
}
