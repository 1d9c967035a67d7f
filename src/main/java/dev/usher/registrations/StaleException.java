package dev.usher.registrations;

/** What was read does not fit together. Never leaves the plan. */
final class StaleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleException(String why) {
        super(why, null, false, false);
    }
}
