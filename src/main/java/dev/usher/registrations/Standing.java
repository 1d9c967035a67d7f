package dev.usher.registrations;

/**
 * A registration with its waitlist position.
 *
 * @param position 1 for the head, 0 for a user with a seat, {@link #UNKNOWN} where it has yet to be counted
 */
public record Standing(Registration registration, int position) {
    static final int UNKNOWN = -1;

    /** Returns a row whose waitlist position, if it has one, was not counted yet. */
    static Standing found(Registration registration) {
        return new Standing(registration, registration.waits() ? UNKNOWN : 0);
    }

    boolean placed() {
        return position != UNKNOWN;
    }
}
