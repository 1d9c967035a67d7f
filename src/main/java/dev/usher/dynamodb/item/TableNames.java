package dev.usher.dynamodb.item;

import java.util.List;

/** Table and index names. */
public record TableNames(String users, String events, String registrations, String waitlist, String changes) {
    /** Index of events with free seats and waitlist entries. */
    public static final String SEATS_OWED = "SeatsOwed";
    /** Index of registrations by user and event. */
    public static final String USER_REGISTRATIONS = "UserRegistrations";

    /** Index of seats that lapse unless they are confirmed. */
    public static final String UNCONFIRMED = "Unconfirmed";

    /** @param prefix may be empty */
    public static TableNames withPrefix(String prefix) {
        return new TableNames(
                prefix + "Users", prefix + "Events", prefix + "Registrations", prefix + "Waitlist", prefix + "Changes");
    }

    public List<String> all() {
        return List.of(users, events, registrations, waitlist, changes);
    }
}
