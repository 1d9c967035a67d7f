package dev.usher.registrations;

/**
 * The rows of one event, counted.
 *
 * @param complete false when there are more rows than may be read
 */
public record Tally(int registered, int waitlisted, boolean complete) {}
