package dev.usher.registrations;

import dev.usher.bus.Deadline;
import dev.usher.events.Amendment;
import dev.usher.events.Edit;

/** Sample organizer's changes for tests. */
final class Resizes {
    private Resizes() {}

    /** A change of the event {@code e}; null leaves a field as it is. */
    static Resize of(String name, Integer capacity, Boolean hasWaitlist, Deadline deadline) {
        var amendment = new Amendment(
                sent(name),
                sent(capacity),
                sent(hasWaitlist),
                Edit.none(),
                Edit.none(),
                Edit.none(),
                Edit.none(),
                Edit.none(),
                Edit.none());
        return new Resize("e", amendment, deadline);
    }

    static <T> Edit<T> sent(T value) {
        return value == null ? Edit.none() : Edit.to(value);
    }
}
