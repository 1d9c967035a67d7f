package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final StopSignal signal = new StopSignal();
    private final Promise<String> work = Promise.promise();

    @Test
    void letsWorkBeWhatItIsUntilItIsGiven() {
        assertThat(signal.isGiven()).isFalse();
        var cut = signal.cut(work.future());
        assertThat(cut.isComplete()).isFalse();
        work.complete("done");
        assertThat(cut.result()).isEqualTo("done");
        assertThat(signal.cut(Future.failedFuture("broken")).cause()).hasMessage("broken");
    }

    @Test
    void endsTheWaitForWorkThatIsUnderWay() {
        var cut = signal.cut(work.future());
        signal.give();
        assertThat(signal.isGiven()).isTrue();
        assertThat(cut.cause()).hasMessage("told to stop while starting");
        work.complete("too late");
        assertThat(cut.failed()).isTrue();
    }

    @Test
    void isHeardByWorkThatBeginsAfterIt() {
        signal.give();
        assertThat(signal.cut(work.future()).cause()).hasMessage("told to stop while starting");
    }

    @Test
    void comesTooLateForWorkThatIsDone() {
        work.complete("done");
        var cut = signal.cut(work.future());
        signal.give();
        signal.give();
        assertThat(cut.result()).isEqualTo("done");
    }
}
