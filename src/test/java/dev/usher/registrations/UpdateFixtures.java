package dev.usher.registrations;

import dev.usher.events.EventPatch;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.Deadline;
import java.util.Map;

/** Sample organizer's changes for tests. */
final class UpdateFixtures {
    private UpdateFixtures() {}

    /** A change of the event {@code e}; null leaves a field as it is. */
    static UpdateEvent of(String name, Integer capacity, Boolean hasWaitlist, Deadline deadline) {
        return new UpdateEvent("e", new EventPatch(name, capacity, hasWaitlist, Map.of()), deadline);
    }
}
