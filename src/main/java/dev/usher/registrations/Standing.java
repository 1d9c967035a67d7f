package dev.usher.registrations;

/**
 * A registration with its place in line.
 *
 * @param position 1 for the head of the line, 0 for who does not wait, {@link #UNKNOWN} where it has yet to be counted
 */
public record Standing(Registration registration, int position) {
    static final int UNKNOWN = -1;

    /** A row as it was found: whose place in line, if it waits, nobody counted yet. */
    static Standing found(Registration registration) {
        return new Standing(registration, registration.waits() ? UNKNOWN : 0);
    }

    boolean placed() {
        return position != UNKNOWN;
    }
}
