package dev.usher.simulation;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Answers stay true in the schedules that each once made a ledger lie. */
class DirectedScheduleTest {
    @TestFactory
    Stream<DynamicTest> everyAnswerIsTrue() throws ReflectiveOperationException {
        Supplier<Map<String, Runnable>> schedules = VirtualTimeClassLoader.load(DirectedSchedules.class);
        return schedules.get().entrySet().stream()
                .map(schedule -> DynamicTest.dynamicTest(schedule.getKey(), schedule.getValue()::run));
    }
}
