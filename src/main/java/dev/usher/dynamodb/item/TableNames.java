package dev.usher.dynamodb.item;

import java.util.List;

/** The names of the tables. */
public record TableNames(String users, String events, String registrations, String waitlist, String changes) {
    /** Events with free seats and people in line. */
    public static final String SEATS_OWED = "SeatsOwed";
    /** A user's registrations by event. */
    public static final String USER_REGISTRATIONS = "UserRegistrations";

    /** @param prefix may be empty */
    public static TableNames withPrefix(String prefix) {
        return new TableNames(
                prefix + "Users", prefix + "Events", prefix + "Registrations", prefix + "Waitlist", prefix + "Changes");
    }

    public List<String> all() {
        return List.of(users, events, registrations, waitlist, changes);
    }
}
