package dev.usher.registrations;

import dev.usher.events.EventPatch;
import dev.usher.events.FieldPatch;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.Deadline;

/** Sample organizer's changes for tests. */
final class UpdateFixtures {
    private UpdateFixtures() {}

    /** A change of the event {@code e}; null leaves a field as it is. */
    static UpdateEvent of(String name, Integer capacity, Boolean hasWaitlist, Deadline deadline) {
        var amendment = new EventPatch(
                sent(name),
                sent(capacity),
                sent(hasWaitlist),
                FieldPatch.none(),
                FieldPatch.none(),
                FieldPatch.none(),
                FieldPatch.none(),
                FieldPatch.none(),
                FieldPatch.none());
        return new UpdateEvent("e", amendment, deadline);
    }

    static <T> FieldPatch<T> sent(T value) {
        return value == null ? FieldPatch.none() : FieldPatch.to(value);
    }
}
