package dev.usher.bus;

/**
 * What a create came to.
 *
 * @param row the row as it stands now
 * @param repeated false when this request made the row, true when an earlier one with the same idempotency key did
 */
public record Creation<T>(T row, boolean repeated) {}
