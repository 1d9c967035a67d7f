package dev.usher.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.service.Timestamp;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sweeps over more erasures than are kept. */
class SettlingErasuresTest {
    private static final int SETTLE_NANOS = 1_000;

    private final SettlingErasures settling = new SettlingErasures(SETTLE_NANOS);

    @Test
    void everyErasureSettlesInTurnAndFewAreKept() {
        var pending = erasures(5 * SettlingErasures.MAX_KEPT / 2);
        for (int sweep = 0; sweep < 3; sweep++) {
            long now = -SETTLE_NANOS + 2L * sweep * SETTLE_NANOS;
            assertThat(settled(pending, now)).isEmpty();
            assertThat(settled(pending, now + SETTLE_NANOS - 1)).isEmpty();
            assertThat(settling.kept()).hasSize(Math.min(pending.size(), SettlingErasures.MAX_KEPT));
            var settled = settled(pending, now + SETTLE_NANOS);
            assertThat(settled).isEqualTo(pending.subList(0, Math.min(pending.size(), SettlingErasures.MAX_KEPT)));
            settled.forEach(settling::remove);
            pending = pending.subList(settled.size(), pending.size());
        }
        assertThat(pending).isEmpty();
        assertThat(settling.kept()).isEmpty();
    }

    @Test
    void erasuresThatAnotherProcessHasEndedMakeRoom() {
        settled(erasures(SettlingErasures.MAX_KEPT), 0);
        var another = List.of(new PendingErasure("another", Timestamp.now(), null));
        settled(another, 0);
        var ended = settling.kept();
        assertThat(ended).hasSize(SettlingErasures.MAX_KEPT).doesNotContainAnyElementsOf(another);
        settling.removeAll(ended);
        assertThat(settled(another, 5)).isEmpty();
        assertThat(settled(another, 5 + SETTLE_NANOS)).isEqualTo(another);
    }

    private List<PendingErasure> settled(List<PendingErasure> pending, long begunNanos) {
        return pending.stream()
                .filter(erasure -> settling.isSettled(erasure, begunNanos))
                .toList();
    }

    private static List<PendingErasure> erasures(int count) {
        var now = Timestamp.now();
        return IntStream.range(0, count)
                .mapToObj(i -> new PendingErasure("user-" + i, now, null))
                .toList();
    }
}
