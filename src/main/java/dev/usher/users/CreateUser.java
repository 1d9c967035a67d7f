package dev.usher.users;

import dev.usher.bus.Creation;
import dev.usher.bus.Request;

/**
 * Creates a user. Refused with {@code USER_EXISTS} when the id is taken by another request.
 *
 * @param userId null to have one made
 * @param requestKey null when the caller sent none
 */
public record CreateUser(String userId, String name, String requestKey) implements Request<Creation<User>> {}
