package dev.usher.dynamodb.item;

import dev.usher.events.EventField;

/**
 * Attribute names; those of an event's optional fields are in {@link EventField}. Expressions use them only through
 * aliases, since many are reserved words.
 */
public final class AttributeNames {
    public static final String USER_ID = "userId";
    public static final String EVENT_ID = "eventId";
    public static final String NAME = "name";
    public static final String CREATED_AT = "createdAt";
    /** Of an event: its owner. Absent if it has none. Of a delivery: the process that sends it. */
    public static final String OWNER = "owner";

    public static final String REQUEST_KEY = "requestKey";
    /** Of a user: when the user was erased. Such a row has no other attribute than its key. */
    public static final String ERASED_AT = "erasedAt";

    public static final String CAPACITY = "capacity";
    public static final String HAS_WAITLIST = "hasWaitlist";
    /**
     * In the event's row only if a version without the change log wrote it, otherwise in a separate row, see
     * {@code EventDescriptions}.
     */
    public static final String DESCRIPTION = EventField.DESCRIPTION.name();
    /** Of an event: the version that wrote its description. Absent if there is none or it is in the event's row. */
    static final String DESCRIPTION_VERSION = "descriptionVersion";

    /** Of an event: also a key of the indexes by start, see {@link StartKeys}. */
    public static final String STARTS_AT = "startsAt";
    /** Of an event: hash key of the index {@code EventsByStart}, see {@link StartKeys}. */
    public static final String START_MONTH = "startMonth";

    static final String CURRENT_REGISTRATIONS = "currentRegistrations";
    static final String WAITLIST_COUNT = "waitlistCount";
    static final String LAST_TICKET = "lastTicket";
    static final String LINE_FLOOR = "lineFloor";
    public static final String VERSION = "version";
    /** Of an event whose details were changed: the last version that changed them. */
    static final String DETAILS_VERSION = "detailsVersion";

    /**
     * Present if the event has free seats and waitlist entries and, at the moment of its last turn, promoted them. Hash
     * key of the sparse index {@code SeatsOwed}, which is scanned whole to find owed seats. Its value is the event's
     * id, so that the index spreads over partitions as the table does. With one value for all events, every turn that
     * adds or removes the attribute would write to one partition, and a throttled index throttles the writes of its
     * table.
     */
    public static final String OWED = "owed";

    /**
     * Of an event: the first version that is not known to be delivered by webhook; absent once all are, and without a
     * webhook. Sort key of the sparse index {@code Untold}. A turn sets it only where it is absent, so that it costs a
     * write of the index only when the first version after a delivery is committed.
     */
    public static final String UNTOLD = "untold";

    /** Of an event: digest of its registrations, see {@code RosterDigest}. */
    public static final String ROSTER_DIGEST = "rosterDigest";
    /**
     * The version that the digest belongs to. A replica of an older release writes later versions without updating the
     * digest.
     */
    static final String DIGEST_VERSION = "digestVersion";
    /** Of a change log row: the token of the transaction that wrote it. */
    public static final String TURN = "turn";

    public static final String AT = "at";
    public static final String CHANGES = "changes";
    public static final String DETAILS = "details";
    /** True on a change log row that a repair wrote: replay starts again from the tables at this version. */
    public static final String REPAIRED = "repaired";

    public static final String KIND = "kind";
    public static final String BY = "by";
    /** Always present on a registration; present on an event only if it is cancelled. */
    public static final String STATUS = "status";

    public static final String REGISTERED_AT = "registeredAt";
    public static final String TICKET = "ticket";
    public static final String PROMOTED_AT = "promotedAt";
    /** Of a seat that lapses unless it is confirmed, and of its promotion in the change log; in whole seconds. */
    public static final String CONFIRM_BY = "confirmBy";
    /**
     * Present if and only if {@code confirmBy} is. Hash key of the sparse index {@code Unconfirmed}: one of a few
     * values, so that a few short queries find the seats of all events that are due. With the event's id as the hash
     * key, a sweep would have to know the events, or read the whole index; with a single value, all promotions would
     * write to one partition, and a throttled index throttles the writes of its table.
     */
    public static final String UNCONFIRMED = "unconfirmed";
    /** True on a waitlist entry whose user left, absent otherwise. */
    public static final String LEFT = "left";
    /** Prefix of a word's number. A word has one bit for each of 100 tickets, set if its entry left. */
    public static final String DEPARTURES = "d";

    /** Of a change log row: when it may be deleted, in seconds since 1970. Absent if the row is kept for ever. */
    public static final String EXPIRES = "expires";

    /** Of a delivery: the receiver. */
    public static final String SINK = "sink";
    /** Of a delivery: the last version that the receiver has confirmed. */
    public static final String CURSOR = "cursor";
    /** Of a delivery: end of its owner's claim; after a failure, the time of the next attempt. */
    static final String UNTIL = "until";
    /** Of a delivery: consecutive failures of the version after the cursor. */
    static final String FAILURES = "failures";
    /** Of a delivery: time of the first of these failures. */
    static final String SINCE = "since";

    private AttributeNames() {}
}
