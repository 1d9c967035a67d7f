package dev.usher.registrations.plan;

/** Thrown when the rows read are inconsistent. Never leaves the plan. */
final class InconsistentReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InconsistentReadException(String why) {
        super(why, null, false, false);
    }
}
