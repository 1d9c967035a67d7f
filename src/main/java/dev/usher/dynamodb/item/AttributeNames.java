package dev.usher.dynamodb.item;

/** The names of the attributes. In expressions they stand as aliases only, since many are reserved words. */
public final class AttributeNames {
    public static final String USER_ID = "userId";
    public static final String EVENT_ID = "eventId";
    public static final String NAME = "name";
    public static final String CREATED_AT = "createdAt";
    /** Of an event that an organizer made. */
    public static final String OWNER = "owner";

    public static final String REQUEST_KEY = "requestKey";

    public static final String CAPACITY = "capacity";
    public static final String HAS_WAITLIST = "hasWaitlist";
    static final String WAITLIST_CAPACITY = "waitlistCapacity";
    /**
     * Of an event's row only where a version before 0.2 wrote it; else of a row of its own, see
     * {@code EventDescriptions}.
     */
    public static final String DESCRIPTION = "description";
    /** Of an event: the version that wrote its description, absent without one or with one in the event's row. */
    static final String DESCRIPTION_VERSION = "descriptionVersion";

    static final String LOCATION = "location";
    static final String STARTS_AT = "startsAt";
    static final String REGISTRATION_OPENS_AT = "registrationOpensAt";
    static final String REGISTRATION_CLOSES_AT = "registrationClosesAt";
    static final String CURRENT_REGISTRATIONS = "currentRegistrations";
    static final String WAITLIST_COUNT = "waitlistCount";
    static final String LAST_TICKET = "lastTicket";
    static final String LINE_FLOOR = "lineFloor";
    public static final String VERSION = "version";
    /** Of an event whose details were changed: the version that changed them last. */
    static final String DETAILS_VERSION = "detailsVersion";

    /**
     * Present if and only if the event has free seats and people in line and is not cancelled; the hash key of the
     * index {@code SeatsOwed}. Its value is the event's own id, so that the index spreads over partitions as the table
     * does: with one value for all events every turn that crosses between "owes" and "owes nothing" would write to one
     * partition of the index, and an index that is throttled throttles the writes of its table. The index is sparse, so
     * who looks for owed seats scans it whole.
     */
    public static final String OWED = "owed";

    /** Digest of the registrations, see {@code RosterDigest}. */
    public static final String ROSTER_DIGEST = "rosterDigest";
    /**
     * The version that the digest belongs to: a replica from before the digest writes later versions and leaves the
     * digest as it was.
     */
    static final String DIGEST_VERSION = "digestVersion";
    /** Of a row of the change log: the token of the transaction that wrote it. */
    public static final String TURN = "turn";

    public static final String AT = "at";
    public static final String CHANGES = "changes";
    public static final String DETAILS = "details";
    /** True on a row of the change log that a repair wrote: replay starts anew with the tables at this version. */
    public static final String REPAIRED = "repaired";

    public static final String KIND = "kind";
    public static final String BY = "by";
    /** Of a registration always present; of an event only once it is cancelled. */
    public static final String STATUS = "status";

    public static final String REGISTERED_AT = "registeredAt";
    public static final String TICKET = "ticket";
    public static final String PROMOTED_AT = "promotedAt";
    /** True on a row of the line whose user left it, absent otherwise. */
    public static final String LEFT = "left";
    /** With the number of a word after it: the bits of a hundred tickets whose entries left, see {@code Departures}. */
    public static final String DEPARTURES = "d";

    /** Of a row of the change log: when it may be deleted, in seconds since 1970. Absent on a row that is kept. */
    public static final String EXPIRES = "expires";

    private AttributeNames() {}
}
