/**
 * Bearer tokens of an OpenID Connect issuer: fetches and caches the issuer's keys, and finds the caller of a token.
 *
 * <pre>
 *   JwksVerticle -- JwksClient, by HTTP --> JwkSet       (one per process; fetches them periodically)
 *   JwtAuthenticator -- ClaimsMapper --> Caller          (one per process; requests new keys over the bus)
 * </pre>
 *
 * <p>A token is accepted if one of the issuer's keys signed it with an asymmetric algorithm, its type and claims are
 * those of an access token, its issuer and audience are the configured ones, and the current time is within its
 * validity. Nothing here is loaded when authentication is disabled.
 */
package dev.usher.oidc;
