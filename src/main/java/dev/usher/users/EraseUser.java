package dev.usher.users;

import dev.usher.service.Request;

/**
 * Request to erase a user: to remove the name at once, and to end every registration. A repeated request is answered
 * with the state of the erasure. Refused with {@code USER_NOT_FOUND} if there never was such a user.
 *
 * @param by the user who erases another one, or null
 */
public record EraseUser(String userId, String by) implements Request<Erasure> {}
