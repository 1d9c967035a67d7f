package dev.usher.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoalescingLoaderTest {
    private final List<Read> reads = new ArrayList<>();

    @Test
    void thoseThatArriveMeanwhileGoTogetherInTheNextRead() {
        var batch = batch(100, 1);
        batch.find("a");
        batch.find("b");
        batch.find("c");
        assertThat(reads).hasSize(1);

        reads.get(0).answers();

        assertThat(reads).hasSize(2);
        assertThat(keys(1)).containsExactly("b", "c");
    }

    @Test
    void nobodyJoinsAReadThatStartedBefore() {
        var batch = batch(100, 1);
        var first = batch.find("a");
        var second = batch.find("a");

        reads.get(0).promise.complete(Map.of("a", "old"));
        assertThat(first.result()).contains("old");
        assertThat(second.isComplete()).isFalse();

        reads.get(1).promise.complete(Map.of("a", "new"));
        assertThat(second.result()).contains("new");
    }

    @Test
    void whoAsksForTheSameSharesTheAnswer() {
        var batch = batch(100, 1);
        batch.find("a");
        var one = batch.find("b");
        var other = batch.find("b");
        reads.get(0).answers();

        assertThat(keys(1)).containsExactly("b");
        reads.get(1).answers();
        assertThat(one.result()).isEqualTo(other.result()).contains("value of b");
    }

    @Test
    void aReadTakesNoMoreKeysThanItMayAndTheRestFollowsInOrder() {
        var batch = batch(3, 1);
        batch.find("a");
        IntStream.range(0, 7).forEach(n -> batch.find("k" + n));

        for (int n = 0; n < 4; n++) {
            reads.get(n).answers();
        }

        assertThat(reads.stream().map(Read::keys).skip(1))
                .containsExactly(Set.of("k0", "k1", "k2"), Set.of("k3", "k4", "k5"), Set.of("k6"));
    }

    @Test
    void noMoreReadsAreUnderWayThanAllowed() {
        var batch = batch(1, 2);
        List.of("a", "b", "c", "d").forEach(batch::find);
        assertThat(reads).hasSize(2);

        reads.get(1).answers();
        assertThat(reads).hasSize(3);
    }

    @Test
    void whatDoesNotExistIsEmpty() {
        var batch = batch(100, 1);
        var answer = batch.find("a");

        reads.get(0).promise.complete(Map.of());

        assertThat(answer.result()).isEqualTo(Optional.empty());
    }

    @Test
    void aReadThatFailsFailsThoseWhoShareItAndNobodyElse() {
        var batch = batch(100, 1);
        var first = batch.find("a");
        var second = batch.find("b");
        var failure = new IllegalStateException("no answer");

        reads.get(0).promise.fail(failure);
        assertThat(first.cause()).isSameAs(failure);

        reads.get(1).answers();
        assertThat(second.result()).contains("value of b");
    }

    @Test
    void aReadThatThrowsFailsAndGivesItsPlaceBack() {
        var calls = new ArrayList<Set<String>>();
        var batch = new CoalescingLoader<String, String>(
                keys -> {
                    calls.add(keys);
                    throw new IllegalStateException("thrown");
                },
                100,
                1);

        assertThat(batch.find("a").cause()).hasMessage("thrown");
        assertThat(batch.find("b").cause()).hasMessage("thrown");
        assertThat(calls).hasSize(2);
    }

    @Test
    void readsThatFailAtOnceFailAllWhoWaitHoweverMany() {
        Promise<Map<String, String>> first = Promise.promise();
        var reads = new ArrayList<Future<Map<String, String>>>(List.of(first.future()));
        var batch = new CoalescingLoader<String, String>(
                keys -> reads.isEmpty() ? Future.failedFuture("unreachable") : reads.remove(0), 1, 1);
        var answers =
                IntStream.range(0, 100_000).mapToObj(n -> batch.find("k" + n)).toList();

        first.fail("unreachable");
        assertThat(answers).allMatch(Future::failed);

        reads.add(Future.succeededFuture(Map.of("k", "value")));
        assertThat(batch.find("k").result()).contains("value");
    }

    @Test
    void whoAsksAgainOnAnAnswerIsReadAgain() {
        var batch = batch(100, 1);
        var again = batch.find("a").compose(first -> batch.find("a"));

        reads.get(0).answers();
        assertThat(reads).hasSize(2);
        reads.get(1).answers();

        assertThat(again.result()).contains("value of a");
    }

    private Set<String> keys(int read) {
        return reads.get(read).keys;
    }

    private CoalescingLoader<String, String> batch(int keysARead, int readsAtOnce) {
        return new CoalescingLoader<>(this::read, keysARead, readsAtOnce);
    }

    private Future<Map<String, String>> read(Set<String> keys) {
        var read = new Read(keys, Promise.promise());
        reads.add(read);
        return read.promise.future();
    }

    private record Read(Set<String> keys, Promise<Map<String, String>> promise) {
        void answers() {
            var found = new HashMap<String, String>();
            keys.forEach(key -> found.put(key, "value of " + key));
            promise.complete(found);
        }
    }
}
