package dev.usher.history;

import java.util.List;

/**
 * One committed version of an event: its row, and what the same transaction did to the users' rows and to the line.
 *
 * @param before null for the event's creation
 * @param notBefore nanoseconds of the rig's clock: at this moment it was not committed yet
 * @param notAfter of the same clock: at this moment it was committed
 */
public record Version(
        State before, State after, List<Change<Row>> rows, List<Change<Place>> line, long notBefore, long notAfter) {
    public Version {
        rows = List.copyOf(rows);
        line = List.copyOf(line);
    }

    int capacityRaise() {
        return before == null ? after.capacity() : Math.max(0, after.capacity() - before.capacity());
    }
}
