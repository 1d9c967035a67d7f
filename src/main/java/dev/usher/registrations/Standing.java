package dev.usher.registrations;

/**
 * A registration with its place in line as it is now.
 *
 * @param position 1 for the head of the line; 0 for who does not wait
 */
public record Standing(Registration registration, int position) {}
