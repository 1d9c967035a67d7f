package dev.usher.registrations;

/** Thrown when the rows read are inconsistent. Never leaves the plan. */
final class StaleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleException(String why) {
        super(why, null, false, false);
    }
}
