package dev.usher.oidc;

import dev.usher.bus.Request;

/**
 * Asks the issuer for its keys once more, because of a token whose key is not known. Many who ask share one look, and
 * one look is enough for a while: who asks too soon gets what the last one found. Refused with {@code BUSY} when that
 * found nothing.
 */
record RenewKeys() implements Request<Keys> {}
