package dev.usher.dynamodb;

import java.util.List;

/** The names of the tables. */
public record Tables(String users, String events, String registrations, String waitlist, String changes) {
    /** Events with free seats and people in line. */
    static final String SEATS_OWED = "SeatsOwed";
    /** A user's registrations by event. */
    static final String USER_REGISTRATIONS = "UserRegistrations";

    /** @param prefix may be empty */
    public static Tables withPrefix(String prefix) {
        return new Tables(
                prefix + "Users", prefix + "Events", prefix + "Registrations", prefix + "Waitlist", prefix + "Changes");
    }

    List<String> all() {
        return List.of(users, events, registrations, waitlist, changes);
    }
}
