/** Callers and their permissions: depends on no protocol, no store and no token format. */
package dev.usher.authz;
