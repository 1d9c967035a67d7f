/**
 * Bearer tokens of an OpenID Connect issuer: where its keys are found, how they are kept, and whose a token is.
 *
 * <pre>
 *   IssuerVerticle -- Issuer, by HTTP --> Keys           (one for the process; asks again from time to time)
 *   Tokens -- Claims --> Caller                          (one for the process; asks for new keys over the bus)
 * </pre>
 *
 * <p>A token counts when it is signed by one of the issuer's keys with an algorithm that has a public and a private
 * key, when it is an access token by its type and claims, when issuer and audience are the right ones, and now is
 * between its moments. Nothing here is loaded where nobody is asked who calls.
 */
package dev.usher.oidc;
