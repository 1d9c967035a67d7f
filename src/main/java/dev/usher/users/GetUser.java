package dev.usher.users;

import dev.usher.service.Request;

/** Request to read the user as stored now. Refused with {@code USER_NOT_FOUND}. */
public record GetUser(String userId) implements Request<User> {}
