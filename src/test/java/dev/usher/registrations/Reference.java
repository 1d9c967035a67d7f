package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an event should do, one change at a time, in the plainest words: a set of seats and a list of who waits. */
final class Reference {
    int capacity;
    boolean hasWaitlist;
    final Set<String> seated = new HashSet<>();
    final List<String> line = new ArrayList<>();
    final Map<String, String> keys = new HashMap<>();
    int promotedByUnregisters;

    Reference(int capacity, boolean hasWaitlist) {
        this.capacity = capacity;
        this.hasWaitlist = hasWaitlist;
    }

    int owed() {
        return Math.min(capacity - seated.size(), line.size());
    }

    String promote() {
        String head = line.remove(0);
        seated.add(head);
        return head;
    }

    String register(Register change) {
        String user = change.userId();
        if (seated.contains(user) || line.contains(user)) {
            boolean same = change.requestKey() != null && change.requestKey().equals(keys.get(user));
            return same ? (seated.contains(user) ? "registered" : "waits") : Reason.ALREADY_REGISTERED.name();
        }
        if (line.isEmpty() && seated.size() < capacity) {
            seated.add(user);
        } else if (hasWaitlist) {
            line.add(user);
        } else {
            return Reason.EVENT_FULL.name();
        }
        keys.put(user, change.requestKey());
        return seated.contains(user) ? "registered" : "position " + line.size();
    }

    String unregister(Unregister change) {
        if (line.remove(change.userId())) {
            return "promoted null";
        }
        if (!seated.remove(change.userId())) {
            return Reason.REGISTRATION_NOT_FOUND.name();
        }
        if (line.isEmpty()) {
            return "promoted null";
        }
        promotedByUnregisters++;
        return "promoted " + promote();
    }

    String resize(Resize change) {
        if (change.capacity() != null && change.capacity() < seated.size()) {
            return Reason.CAPACITY_BELOW_REGISTRATIONS.name();
        }
        capacity = change.capacity() == null ? capacity : change.capacity();
        hasWaitlist = change.hasWaitlist() == null ? hasWaitlist : change.hasWaitlist();
        return "resized";
    }

    static String text(Outcome<?> outcome) {
        return outcome.fold(Reference::done, refused -> refused.reason().name());
    }

    private static String done(Object answer) {
        if (answer instanceof Standing standing) {
            return standing.position() > 0
                    ? "position " + standing.position()
                    : standing.registration().waits() ? "waits" : "registered";
        }
        return answer instanceof Unregistered left ? "promoted " + left.promoted() : "resized";
    }
}
