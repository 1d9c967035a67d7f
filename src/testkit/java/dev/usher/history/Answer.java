package dev.usher.history;

/**
 * Answer to a client's request.
 *
 * @param registeredAt of the registration in the answer, as it was shown, or null
 * @param position on the waitlist, 0 when the answer has none
 * @param promoted the user that got the freed seat, or null
 * @param seen the event in the answer, or null
 * @param words text of an unexpected answer
 */
public record Answer(Kind kind, String registeredAt, int position, String promoted, Seen seen, String words) {

    public enum Kind {
        SEATED,
        WAITS,
        ALREADY_IN,
        FULL,
        /** The waitlist is full. */
        WAITLIST_FULL,
        CLOSED,
        CANCELLED,
        LEFT,
        /** The seat does not lapse. */
        CONFIRMED,
        /** The user waits and has no seat to confirm. */
        NO_SEAT_YET,
        NOT_IN,
        SEEN,
        /** The capacity is changed; the answer shows the event after the change. */
        RESIZED,
        /** More seats are taken than would be left. */
        TOO_SMALL,
        /** The event is cancelled by this request or by one before it. */
        CALLED_OFF,
        /** The event is scheduled, by this request or as it was before. */
        REINSTATED,
        /** The event has started and stays cancelled. */
        OVER,
        /** 503: the change may have happened, or may still happen if it was under way. */
        BUSY,
        /** No answer. The change may have happened, or may still happen. */
        NONE,
        /** An answer that no client should ever get. */
        STRANGE;

        /** Whether it is unknown if the requested change happened. */
        boolean open() {
            return this == BUSY || this == NONE;
        }
    }

    /** Counts of the event in an answer. */
    public record Seen(int capacity, int taken, int waiting) {}

    public static Answer seated(String registeredAt) {
        return new Answer(Kind.SEATED, registeredAt, 0, null, null, null);
    }

    public static Answer waits(String registeredAt, int position) {
        return new Answer(Kind.WAITS, registeredAt, position, null, null, null);
    }

    public static Answer alreadyIn(String registeredAt) {
        return new Answer(Kind.ALREADY_IN, registeredAt, 0, null, null, null);
    }

    public static Answer confirmed(String registeredAt) {
        return new Answer(Kind.CONFIRMED, registeredAt, 0, null, null, null);
    }

    /** @param promoted null when no user was */
    public static Answer left(String promoted) {
        return new Answer(Kind.LEFT, null, 0, promoted, null, null);
    }

    public static Answer seen(int capacity, int taken, int waiting) {
        return of(Kind.SEEN, capacity, taken, waiting);
    }

    public static Answer resized(int capacity, int taken, int waiting) {
        return of(Kind.RESIZED, capacity, taken, waiting);
    }

    /** An answer that shows the event. */
    public static Answer of(Kind kind, int capacity, int taken, int waiting) {
        return new Answer(kind, null, 0, null, new Seen(capacity, taken, waiting), null);
    }

    /** An answer with nothing but its kind. */
    public static Answer of(Kind kind) {
        return new Answer(kind, null, 0, null, null, null);
    }

    public static Answer strange(String words) {
        return new Answer(Kind.STRANGE, null, 0, null, null, words);
    }
}
