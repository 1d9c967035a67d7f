package dev.usher.users;

import dev.usher.service.Request;

/** Gives a user another name. Answered with the user after the change. Refused with {@code USER_NOT_FOUND}. */
public record UpdateUser(String userId, String name) implements Request<User> {}
