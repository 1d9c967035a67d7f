package dev.usher.dynamodb.item;

import static dev.usher.dynamodb.item.AttributeNames.CAPACITY;
import static dev.usher.dynamodb.item.AttributeNames.CONFIRM_BY;
import static dev.usher.dynamodb.item.AttributeNames.CREATED_AT;
import static dev.usher.dynamodb.item.AttributeNames.CURRENT_REGISTRATIONS;
import static dev.usher.dynamodb.item.AttributeNames.CURSOR;
import static dev.usher.dynamodb.item.AttributeNames.DESCRIPTION;
import static dev.usher.dynamodb.item.AttributeNames.DESCRIPTION_VERSION;
import static dev.usher.dynamodb.item.AttributeNames.DETAILS_VERSION;
import static dev.usher.dynamodb.item.AttributeNames.DIGEST_VERSION;
import static dev.usher.dynamodb.item.AttributeNames.EVENT_ID;
import static dev.usher.dynamodb.item.AttributeNames.FAILURES;
import static dev.usher.dynamodb.item.AttributeNames.HAS_WAITLIST;
import static dev.usher.dynamodb.item.AttributeNames.LAST_TICKET;
import static dev.usher.dynamodb.item.AttributeNames.LEFT;
import static dev.usher.dynamodb.item.AttributeNames.LINE_FLOOR;
import static dev.usher.dynamodb.item.AttributeNames.NAME;
import static dev.usher.dynamodb.item.AttributeNames.OWED;
import static dev.usher.dynamodb.item.AttributeNames.OWNER;
import static dev.usher.dynamodb.item.AttributeNames.PROMOTED_AT;
import static dev.usher.dynamodb.item.AttributeNames.REGISTERED_AT;
import static dev.usher.dynamodb.item.AttributeNames.REQUEST_KEY;
import static dev.usher.dynamodb.item.AttributeNames.ROSTER_DIGEST;
import static dev.usher.dynamodb.item.AttributeNames.SINCE;
import static dev.usher.dynamodb.item.AttributeNames.SINK;
import static dev.usher.dynamodb.item.AttributeNames.STATUS;
import static dev.usher.dynamodb.item.AttributeNames.TICKET;
import static dev.usher.dynamodb.item.AttributeNames.UNCONFIRMED;
import static dev.usher.dynamodb.item.AttributeNames.UNTIL;
import static dev.usher.dynamodb.item.AttributeNames.USER_ID;
import static dev.usher.dynamodb.item.AttributeNames.VERSION;
import static dev.usher.dynamodb.item.AttributeNames.WAITLIST_COUNT;

import dev.usher.dynamodb.read.EventDescriptions;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.store.UnconfirmedSeat;
import dev.usher.users.User;
import dev.usher.webhook.store.Delivery;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Maps records to rows and back. An attribute whose value is null is absent from its row. */
public final class ItemMapper {
    /** Suffix of an event's id in the keys of its departure rows. */
    static final String DEPARTURES_OF = "#departures";
    /** In place of an event's id in the rows of erasures whose registrations may not all have ended. */
    public static final String ERASURES = "#erasures";

    /** Number of values of the hash key of the index of seats to confirm. */
    public static final int UNCONFIRMED_SHARDS = 8;

    private static final String WEBHOOK = "webhook";

    private ItemMapper() {}

    public static Map<String, AttributeValue> userKey(String userId) {
        return Map.of(USER_ID, AttributeValues.text(userId));
    }

    public static Map<String, AttributeValue> eventKey(String eventId) {
        return Map.of(EVENT_ID, AttributeValues.text(eventId));
    }

    public static Map<String, AttributeValue> registrationKey(String eventId, String userId) {
        return Map.of(EVENT_ID, AttributeValues.text(eventId), USER_ID, AttributeValues.text(userId));
    }

    public static Map<String, AttributeValue> placeKey(String eventId, long ticket) {
        return Map.of(EVENT_ID, AttributeValues.text(eventId), TICKET, AttributeValues.number(ticket));
    }

    /** Returns the key of a change log row. */
    public static Map<String, AttributeValue> changesKey(String eventId, long version) {
        return Map.of(EVENT_ID, AttributeValues.text(eventId), VERSION, AttributeValues.number(version));
    }

    /**
     * Returns the key of a departure row. No event has such an id, so neither a read of a waitlist nor its deletion by
     * a replica of an older release touches these rows.
     *
     * @param row number from {@code Departures.row}
     */
    public static Map<String, AttributeValue> departuresKey(String eventId, long row) {
        return placeKey(eventId + DEPARTURES_OF, row * Departures.TICKETS_A_ROW);
    }

    /** Returns the key of an event's delivery by webhook. */
    public static Map<String, AttributeValue> deliveryKey(String eventId) {
        return Map.of(EVENT_ID, AttributeValues.text(eventId), SINK, AttributeValues.text(WEBHOOK));
    }

    public static Map<String, AttributeValue> item(String eventId, Delivery delivery) {
        var item = new HashMap<>(deliveryKey(eventId));
        AttributeValues.put(item, CURSOR, delivery.cursor());
        AttributeValues.put(item, OWNER, delivery.owner());
        AttributeValues.put(item, UNTIL, delivery.until().toString());
        AttributeValues.put(item, FAILURES, delivery.failures());
        AttributeValues.put(
                item, SINCE, delivery.since() == null ? null : delivery.since().toString());
        return item;
    }

    public static Delivery delivery(Map<String, AttributeValue> item) {
        return new Delivery(
                AttributeValues.number(item, CURSOR),
                AttributeValues.text(item, OWNER),
                Instant.parse(AttributeValues.text(item, UNTIL)),
                AttributeValues.count(item, FAILURES),
                item.containsKey(SINCE) ? Instant.parse(AttributeValues.text(item, SINCE)) : null);
    }

    public static Map<String, AttributeValue> item(User user) {
        var item = new HashMap<String, AttributeValue>();
        AttributeValues.put(item, USER_ID, user.userId());
        AttributeValues.put(item, NAME, user.name());
        AttributeValues.put(item, CREATED_AT, user.createdAt());
        AttributeValues.put(item, REQUEST_KEY, user.requestKey());
        return item;
    }

    public static User user(Map<String, AttributeValue> item) {
        return new User(
                AttributeValues.text(item, USER_ID),
                AttributeValues.text(item, NAME),
                AttributeValues.time(item, CREATED_AT),
                AttributeValues.textOrNull(item, REQUEST_KEY));
    }

    public static Map<String, AttributeValue> item(Event event) {
        var item = changeable(event);
        AttributeValues.put(item, EVENT_ID, event.eventId());
        AttributeValues.put(item, CREATED_AT, event.createdAt());
        AttributeValues.put(item, REQUEST_KEY, event.requestKey());
        return item;
    }

    /** Attributes of an event's row that a turn may change. */
    public static Map<String, AttributeValue> changeable(Event event) {
        var counts = event.counts();
        var item = terms(event.terms());
        if (event.descriptionVersion() > 0) {
            item.remove(DESCRIPTION);
            AttributeValues.put(item, DESCRIPTION_VERSION, event.descriptionVersion());
        }
        item.putAll(StartKeys.keys(event.terms().get(EventField.STARTS_AT)));
        putCounts(item, counts);
        AttributeValues.put(item, OWNER, event.owner());
        AttributeValues.put(item, DETAILS_VERSION, event.detailsVersion());
        AttributeValues.put(item, DIGEST_VERSION, counts.rosterDigest() == null ? null : counts.version());
        if (event.cancelled()) {
            AttributeValues.put(item, STATUS, event.status().text());
        }
        if (event.owed()) {
            AttributeValues.put(item, OWED, event.eventId());
        }
        return item;
    }

    public static void putCounts(Map<String, AttributeValue> item, Event.Counts counts) {
        AttributeValues.put(item, CURRENT_REGISTRATIONS, counts.currentRegistrations());
        AttributeValues.put(item, WAITLIST_COUNT, counts.waitlistCount());
        AttributeValues.put(item, LAST_TICKET, counts.lastTicket());
        AttributeValues.put(item, LINE_FLOOR, counts.lineFloor());
        AttributeValues.put(item, VERSION, counts.version());
        AttributeValues.put(item, ROSTER_DIGEST, counts.rosterDigest());
    }

    public static Event.Counts counts(Map<String, AttributeValue> item, Long digest) {
        return new Event.Counts(
                AttributeValues.count(item, CURRENT_REGISTRATIONS),
                AttributeValues.count(item, WAITLIST_COUNT),
                AttributeValues.number(item, LAST_TICKET),
                AttributeValues.number(item, LINE_FLOOR),
                AttributeValues.number(item, VERSION),
                digest);
    }

    public static Map<String, AttributeValue> terms(EventDetails terms) {
        var item = new HashMap<String, AttributeValue>();
        AttributeValues.put(item, NAME, terms.name());
        AttributeValues.put(item, CAPACITY, terms.capacity());
        item.put(HAS_WAITLIST, AttributeValue.fromBool(terms.hasWaitlist()));
        EventField.all().forEach(field -> AttributeValues.putPlain(item, field.name(), terms.get(field)));
        return item;
    }

    public static EventDetails terms(Map<String, AttributeValue> item) {
        return new EventDetails(
                AttributeValues.text(item, NAME),
                AttributeValues.count(item, CAPACITY),
                AttributeValues.flag(item, HAS_WAITLIST),
                EventField.readAll(field -> AttributeValues.plainOrNull(item, field)));
    }

    /** Null if the last version was written without a digest. */
    private static Long digest(Map<String, AttributeValue> item) {
        boolean current = item.containsKey(DIGEST_VERSION)
                && AttributeValues.number(item, DIGEST_VERSION) == AttributeValues.number(item, VERSION);
        return current ? (Long) AttributeValues.number(item, ROSTER_DIGEST) : null;
    }

    /** Omits a description that has its own row: {@link EventDescriptions} reads it. */
    public static Event event(Map<String, AttributeValue> item) {
        return new Event(
                AttributeValues.text(item, EVENT_ID),
                terms(StartKeys.details(item)),
                item.containsKey(STATUS) ? Event.Status.CANCELLED : Event.Status.SCHEDULED,
                counts(item, digest(item)),
                AttributeValues.time(item, CREATED_AT),
                AttributeValues.textOrNull(item, REQUEST_KEY),
                AttributeValues.textOrNull(item, OWNER),
                item.containsKey(DETAILS_VERSION)
                        ? AttributeValues.number(item, DETAILS_VERSION)
                        : Event.Counts.NEW.version(),
                item.containsKey(DESCRIPTION_VERSION) && !item.containsKey(DESCRIPTION)
                        ? AttributeValues.number(item, DESCRIPTION_VERSION)
                        : 0,
                item.containsKey(OWED));
    }

    public static Map<String, AttributeValue> item(Registration registration) {
        var item = new HashMap<String, AttributeValue>();
        AttributeValues.put(item, EVENT_ID, registration.eventId());
        AttributeValues.put(item, USER_ID, registration.userId());
        AttributeValues.put(item, STATUS, registration.status().text());
        AttributeValues.put(item, REGISTERED_AT, registration.registeredAt());
        AttributeValues.put(item, TICKET, registration.ticket());
        AttributeValues.put(item, PROMOTED_AT, registration.promotedAt());
        AttributeValues.put(item, REQUEST_KEY, registration.requestKey());
        AttributeValues.put(item, VERSION, registration.version());
        putUnconfirmed(item, registration);
        return item;
    }

    private static void putUnconfirmed(Map<String, AttributeValue> item, Registration registration) {
        if (registration.confirmBy() != null) {
            AttributeValues.put(item, CONFIRM_BY, registration.confirmBy().toString());
            int shard = Math.floorMod(registration.userId().hashCode(), UNCONFIRMED_SHARDS);
            AttributeValues.put(item, UNCONFIRMED, Integer.toString(shard));
        }
    }

    /** Returns the attributes of a promotion; the other attributes of the row stay. */
    public static Map<String, AttributeValue> promotion(Registration promoted) {
        var item = new HashMap<String, AttributeValue>();
        AttributeValues.put(item, STATUS, promoted.status().text());
        AttributeValues.put(item, PROMOTED_AT, promoted.promotedAt());
        AttributeValues.put(item, VERSION, promoted.version());
        putUnconfirmed(item, promoted);
        return item;
    }

    public static Registration registration(Map<String, AttributeValue> item) {
        return new Registration(
                AttributeValues.text(item, EVENT_ID),
                AttributeValues.text(item, USER_ID),
                Registration.Status.of(AttributeValues.text(item, STATUS)),
                AttributeValues.time(item, REGISTERED_AT),
                AttributeValues.numberOrNull(item, TICKET),
                AttributeValues.timeOrNull(item, PROMOTED_AT),
                AttributeValues.textOrNull(item, REQUEST_KEY),
                AttributeValues.numberOrNull(item, VERSION),
                AttributeValues.momentOrNull(item, CONFIRM_BY));
    }

    /** Reads a row of the index of seats to confirm. */
    public static UnconfirmedSeat unconfirmed(Map<String, AttributeValue> item) {
        return new UnconfirmedSeat(
                AttributeValues.text(item, EVENT_ID),
                AttributeValues.text(item, USER_ID),
                AttributeValues.momentOrNull(item, CONFIRM_BY));
    }

    /** The row of an entry that left does not name the user. */
    public static Map<String, AttributeValue> item(String eventId, Entry place) {
        var item = new HashMap<>(placeKey(eventId, place.ticket()));
        AttributeValues.put(item, USER_ID, place.left() ? Entry.NO_USER : place.userId());
        if (place.left()) {
            item.put(LEFT, AttributeValue.fromBool(true));
        }
        AttributeValues.put(item, REGISTERED_AT, place.registeredAt());
        return item;
    }

    public static Entry place(Map<String, AttributeValue> item) {
        return new Entry(
                AttributeValues.number(item, TICKET),
                AttributeValues.text(item, USER_ID),
                item.containsKey(LEFT),
                AttributeValues.timeOrNull(item, REGISTERED_AT));
    }
}
