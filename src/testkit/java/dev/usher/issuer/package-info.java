/** OpenID Connect issuer over HTTP for tests and benchmarks, with another token library than the server's. */
package dev.usher.issuer;
