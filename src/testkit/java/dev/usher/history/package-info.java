/**
 * Checks whether clients' requests and answers are consistent with the store's commits: pure functions over a
 * {@link dev.usher.history.EventHistory} that use none of the server's code.
 */
package dev.usher.history;
