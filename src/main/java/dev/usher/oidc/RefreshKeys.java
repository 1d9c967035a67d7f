package dev.usher.oidc;

import dev.usher.service.Request;

/**
 * Request to fetch the issuer's keys again, for a token with an unknown key. Concurrent requests share one fetch; a
 * request too soon after a fetch gets the result of that one. Refused with {@code BUSY} if the fetch failed.
 */
record RefreshKeys() implements Request<JwkSet> {}
