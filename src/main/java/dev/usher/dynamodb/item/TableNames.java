package dev.usher.dynamodb.item;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Table and index names.
 *
 * @param deliveries empty without a webhook; then events are not marked, and the index {@link #UNTOLD} is not used
 */
public record TableNames(
        String users,
        String events,
        String registrations,
        String waitlist,
        String changes,
        Optional<String> deliveries) {
    /** Index of events with free seats and waitlist entries. */
    public static final String SEATS_OWED = "SeatsOwed";
    /** Index of events with versions to deliver by webhook. */
    public static final String UNTOLD = "Untold";
    /** Index of events by start. */
    public static final String EVENTS_BY_START = "EventsByStart";
    /** Index of events by owner and start. */
    public static final String EVENTS_BY_OWNER = "EventsByOwner";
    /** Index of registrations by user and event. */
    public static final String USER_REGISTRATIONS = "UserRegistrations";

    /** Index of seats that lapse unless they are confirmed. */
    public static final String UNCONFIRMED = "Unconfirmed";

    /**
     * Names without a webhook.
     *
     * @param prefix may be empty
     */
    public static TableNames withPrefix(String prefix) {
        return withPrefix(prefix, false);
    }

    /** @param prefix may be empty */
    public static TableNames withPrefix(String prefix, boolean webhook) {
        return new TableNames(
                prefix + "Users",
                prefix + "Events",
                prefix + "Registrations",
                prefix + "Waitlist",
                prefix + "Changes",
                webhook ? Optional.of(prefix + "Deliveries") : Optional.empty());
    }

    public List<String> all() {
        return Stream.concat(Stream.of(users, events, registrations, waitlist, changes), deliveries.stream())
                .toList();
    }
}
