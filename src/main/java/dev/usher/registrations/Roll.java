package dev.usher.registrations;

import java.util.Set;

/** Everybody who has a row at one event, as of one of its versions: who is not in it has none. */
record Roll(long version, Set<String> users) {
    Roll {
        users = Set.copyOf(users);
    }
}
