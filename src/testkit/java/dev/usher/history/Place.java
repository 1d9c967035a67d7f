package dev.usher.history;

/** A row of the line. */
public record Place(long ticket, String userId, boolean left) {}
