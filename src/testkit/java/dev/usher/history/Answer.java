package dev.usher.history;

/**
 * What a client was told.
 *
 * @param registeredAt of the registration that the answer shows, as it was shown, or null
 * @param position in line, 0 where none was told
 * @param promoted who got the seat of who left, or null
 * @param seen the event as it was shown, or null
 * @param words what is shown of an answer that nobody expects
 */
public record Answer(Kind kind, String registeredAt, int position, String promoted, Seen seen, String words) {

    public enum Kind {
        SEATED,
        WAITS,
        ALREADY_IN,
        FULL,
        /** As many people wait as may. */
        WAITLIST_FULL,
        CLOSED,
        CANCELLED,
        LEFT,
        NOT_IN,
        SEEN,
        /** The capacity is changed; the event is shown as the change left it. */
        RESIZED,
        /** More seats are taken than would be left. */
        TOO_SMALL,
        /** The event is cancelled by this request or by one before it. */
        CALLED_OFF,
        /** 503: what was asked may have happened, or may still happen if it was under way. */
        BUSY,
        /** None came. What was asked may have happened, or may still happen. */
        NONE,
        /** One that no client should ever get. */
        STRANGE;

        /** Whether the change that was asked for is left open. */
        boolean open() {
            return this == BUSY || this == NONE;
        }
    }

    /** The counts that an event was shown with. */
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

    /** @param promoted null when nobody was */
    public static Answer left(String promoted) {
        return new Answer(Kind.LEFT, null, 0, promoted, null, null);
    }

    public static Answer seen(int capacity, int taken, int waiting) {
        return new Answer(Kind.SEEN, null, 0, null, new Seen(capacity, taken, waiting), null);
    }

    public static Answer resized(int capacity, int taken, int waiting) {
        return new Answer(Kind.RESIZED, null, 0, null, new Seen(capacity, taken, waiting), null);
    }

    /** One that says nothing but its kind. */
    public static Answer of(Kind kind) {
        return new Answer(kind, null, 0, null, null, null);
    }

    public static Answer strange(String words) {
        return new Answer(Kind.STRANGE, null, 0, null, null, words);
    }
}
