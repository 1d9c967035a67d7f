/** What operators look at, on a port of its own: whether the process lives, and whether it wants requests. */
package dev.usher.ops;
