/** An OpenID Connect issuer for tests and benchmarks, over HTTP, with another library for tokens than the server's. */
package dev.usher.issuer;
