/** Who calls, and who may do what: no protocol, no store, no token. */
package dev.usher.access;
