package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the rows behind a floor are deleted, and that none is forgotten. */
class LineCleanerTest {
    private final List<String> calls = new ArrayList<>();
    private final Deque<Promise<Boolean>> underWay = new ArrayDeque<>();
    private final LineCleaner cleaner = new LineCleaner(store(), "e");

    /** Of the store's methods only the deletions are called; each ends when the test says so. */
    private LedgerStore store() {
        return (LedgerStore) Proxy.newProxyInstance(
                LedgerStore.class.getClassLoader(), new Class<?>[] {LedgerStore.class}, (proxy, method, arguments) -> {
                    calls.add(arguments.length == 2 ? "up to " + arguments[1] : arguments[1] + ".." + arguments[2]);
                    return deletion();
                });
    }

    private Future<Boolean> deletion() {
        Promise<Boolean> promise = Promise.promise();
        underWay.add(promise);
        return promise.future();
    }

    private void turn(long floor, boolean idle) {
        cleaner.floor(floor);
        cleaner.clean(idle);
    }

    @Test
    void nothingIsDeletedWhileNobodyWasPromoted() {
        turn(0, true);
        assertThat(calls).isEmpty();
    }

    @Test
    void theFirstFloorSweepsAwayWhatAnEarlierProcessLeft() {
        turn(60, true);
        assertThat(calls).containsExactly("up to 60");
    }

    @Test
    void aBusyEventIsCleanedInBatchesAndAnIdleOneAtOnce() {
        turn(0, false);
        turn(10, false);
        turn(24, false);
        assertThat(calls).isEmpty();
        turn(25, false);
        underWay.poll().complete(true);
        turn(27, true);
        assertThat(calls).containsExactly("1..25", "26..27");
    }

    @Test
    void whatDiesDuringADeletionIsDeletedAfterIt() {
        turn(0, true);
        turn(1, true);
        turn(2, true);
        turn(4, true);
        assertThat(calls).containsExactly("1..1");
        underWay.poll().complete(true);
        assertThat(calls).containsExactly("1..1", "2..4");
        underWay.poll().complete(true);
        assertThat(calls).hasSize(2);
    }

    @Test
    void whatDiesDuringTheFirstSweepIsDeletedAfterIt() {
        turn(60, true);
        turn(61, true);
        underWay.poll().complete(true);
        assertThat(calls).containsExactly("up to 60", "61..61");
    }

    @Test
    void whatCouldNotBeDeletedGoesWithAllThatIsDeadAfterTheNextCommit() {
        turn(0, true);
        turn(3, true);
        underWay.poll().complete(false);
        assertThat(calls).as("not tried again at once").containsExactly("1..3");
        turn(4, true);
        underWay.poll().complete(true);
        turn(6, true);
        assertThat(calls).containsExactly("1..3", "up to 4", "5..6");
    }
}
