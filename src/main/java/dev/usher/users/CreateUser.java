package dev.usher.users;

import dev.usher.service.CreateResult;
import dev.usher.service.Request;
import dev.usher.service.RequestKey;

/**
 * Creates a user. Refused with {@code USER_EXISTS} when the id is taken by another request, and with
 * {@code IDEMPOTENCY_KEY_REUSED} when that had the same key and another body.
 *
 * @param userId null to generate one
 * @param requestKey null when the caller sent none
 */
public record CreateUser(String userId, String name, RequestKey requestKey) implements Request<CreateResult<User>> {}
