package dev.usher.simulation;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Answers stay correct in schedules in which an earlier ledger gave wrong ones. */
class DirectedScheduleTest {
    @TestFactory
    Stream<DynamicTest> everyAnswerIsTrue() throws ReflectiveOperationException {
        Supplier<Map<String, Runnable>> schedules = VirtualTimeClassLoader.load(DirectedSchedules.class);
        return schedules.get().entrySet().stream()
                .map(schedule -> DynamicTest.dynamicTest(schedule.getKey(), schedule.getValue()::run));
    }
}
