package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replays a feed with user ids from the creation of an event on. Checks the counters of each version, that no user is
 * registered twice, and that promotions take the lowest ticket. Uses none of the server's code.
 */
final class FeedReplay {
    private final Map<String, String> registrations = new HashMap<>();
    private final TreeMap<Long, String> waitlist = new TreeMap<>();
    private int promotions;

    static FeedReplay of(List<JsonNode> entries) {
        var replay = new FeedReplay();
        entries.forEach(replay::apply);
        return replay;
    }

    private void apply(JsonNode entry) {
        for (var change : entry.get("changes")) {
            apply(
                    entry,
                    change.get("kind").asText(),
                    change.get("userId").asText(),
                    change.path("waitlistTicket").asLong());
        }
        assertThat(entry.get("waitlistCount").asInt()).as("%s", entry).isEqualTo(waitlist.size());
        assertThat(entry.get("currentRegistrations").asInt())
                .as("%s", entry)
                .isEqualTo(registrations.size() - waitlist.size());
    }

    private void apply(JsonNode entry, String kind, String userId, long ticket) {
        var registered = "registered " + ticket;
        var waitlisted = "waitlisted " + ticket;
        var before =
                switch (kind) {
                    case "registered" -> registrations.put(userId, registered);
                    case "waitlisted" -> {
                        waitlist.put(ticket, userId);
                        yield registrations.put(userId, waitlisted);
                    }
                    case "promoted" -> {
                        promotions++;
                        assertThat(waitlist.pollFirstEntry()).as("%s", entry).isEqualTo(Map.entry(ticket, userId));
                        yield registrations.put(userId, registered);
                    }
                    case "left" -> {
                        waitlist.remove(ticket, userId);
                        yield registrations.remove(userId);
                    }
                    default -> throw new AssertionError(entry);
                };
        boolean isNew = kind.equals("registered") || kind.equals("waitlisted");
        assertThat(before == null).as("%s", entry).isEqualTo(isNew);
    }

    /** Status and ticket of each user, such as {@code waitlisted 7}; the ticket is 0 for none. */
    Map<String, String> registrations() {
        return registrations;
    }

    /** Waiting users by ticket. */
    Map<Long, String> waitlist() {
        return waitlist;
    }

    int promotions() {
        return promotions;
    }
}
