package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownSequenceTest {
    private final ShutdownSequence undo = new ShutdownSequence();
    private final List<String> undone = new ArrayList<>();

    @Test
    void aStepThatFailsHoldsNothingUp() {
        step("store");
        undo.push("users", () -> Future.failedFuture("gone already"));
        undo.push("api", () -> {
            throw new IllegalStateException("broken");
        });
        assertThat(undo.run().succeeded()).isTrue();
        assertThat(undone).containsExactly("store");
    }

    @Test
    void whatIsStartedDuringTheStopIsUndoneToo() {
        undo.push("api", () -> {
            step("late");
            return Future.succeededFuture();
        });
        assertThat(undo.run().succeeded()).isTrue();
        assertThat(undone).containsExactly("late");
    }

    private void step(String name) {
        undo.push(name, () -> {
            undone.add(name);
            return Future.succeededFuture();
        });
    }
}
