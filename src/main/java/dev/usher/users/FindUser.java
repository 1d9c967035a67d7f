package dev.usher.users;

import dev.usher.bus.Request;

/** Reads the user as stored now. Refused with {@code USER_NOT_FOUND}. */
public record FindUser(String userId) implements Request<User> {}
