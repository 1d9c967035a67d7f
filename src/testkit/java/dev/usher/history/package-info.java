/**
 * What clients asked and were told, what the store committed, and whether the one fits the other: a checker of pure
 * functions over a {@link dev.usher.history.EventHistory}. Owes nothing to the server's own code.
 */
package dev.usher.history;
