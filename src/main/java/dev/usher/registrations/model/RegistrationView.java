package dev.usher.registrations.model;

/**
 * A registration with its waitlist position.
 *
 * @param position 1 for the head, 0 for a user with a seat, {@link #UNKNOWN} where it has yet to be counted
 */
public record RegistrationView(Registration registration, int position) {
    static final int UNKNOWN = -1;

    /** Returns a row whose waitlist position, if it has one, was not counted yet. */
    public static RegistrationView found(Registration registration) {
        return new RegistrationView(registration, registration.waits() ? UNKNOWN : 0);
    }

    public boolean positionKnown() {
        return position != UNKNOWN;
    }
}
