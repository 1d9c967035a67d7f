package dev.usher.dynamodb.item;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

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
        return Map.of(USER_ID, text(userId));
    }

    public static Map<String, AttributeValue> eventKey(String eventId) {
        return Map.of(EVENT_ID, text(eventId));
    }

    public static Map<String, AttributeValue> registrationKey(String eventId, String userId) {
        return Map.of(EVENT_ID, text(eventId), USER_ID, text(userId));
    }

    public static Map<String, AttributeValue> entryKey(String eventId, long ticket) {
        return Map.of(EVENT_ID, text(eventId), TICKET, number(ticket));
    }

    /** Returns the key of a change log row. */
    public static Map<String, AttributeValue> changesKey(String eventId, long version) {
        return Map.of(EVENT_ID, text(eventId), VERSION, number(version));
    }

    /**
     * Returns the key of a departure row. No event has such an id, so neither a read of a waitlist nor its deletion by
     * a replica of an older release touches these rows.
     *
     * @param row number from {@code Departures.row}
     */
    public static Map<String, AttributeValue> departuresKey(String eventId, long row) {
        return entryKey(eventId + DEPARTURES_OF, row * Departures.TICKETS_A_ROW);
    }

    /** Returns the key of an event's delivery by webhook. */
    public static Map<String, AttributeValue> deliveryKey(String eventId) {
        return Map.of(EVENT_ID, text(eventId), SINK, text(WEBHOOK));
    }

    public static Map<String, AttributeValue> item(String eventId, Delivery delivery) {
        var item = new HashMap<>(deliveryKey(eventId));
        put(item, CURSOR, delivery.cursor());
        put(item, OWNER, delivery.owner());
        put(item, UNTIL, delivery.until().toString());
        put(item, FAILURES, delivery.failures());
        put(item, SINCE, delivery.since() == null ? null : delivery.since().toString());
        return item;
    }

    public static Delivery delivery(Map<String, AttributeValue> item) {
        return new Delivery(
                number(item, CURSOR),
                text(item, OWNER),
                Instant.parse(text(item, UNTIL)),
                count(item, FAILURES),
                item.containsKey(SINCE) ? Instant.parse(text(item, SINCE)) : null);
    }

    public static Map<String, AttributeValue> item(User user) {
        var item = new HashMap<String, AttributeValue>();
        put(item, USER_ID, user.userId());
        put(item, NAME, user.name());
        put(item, CREATED_AT, user.createdAt());
        put(item, REQUEST_KEY, user.requestKey());
        return item;
    }

    public static User user(Map<String, AttributeValue> item) {
        return new User(text(item, USER_ID), text(item, NAME), time(item, CREATED_AT), textOrNull(item, REQUEST_KEY));
    }

    public static Map<String, AttributeValue> item(Event event) {
        var item = changeable(event);
        put(item, EVENT_ID, event.eventId());
        put(item, CREATED_AT, event.createdAt());
        put(item, REQUEST_KEY, event.requestKey());
        return item;
    }

    /** Attributes of an event's row that a turn may change. */
    public static Map<String, AttributeValue> changeable(Event event) {
        var counts = event.counts();
        var item = terms(event.terms());
        if (event.descriptionVersion() > 0) {
            item.remove(DESCRIPTION);
            put(item, DESCRIPTION_VERSION, event.descriptionVersion());
        }
        item.putAll(StartKeys.keys(event.terms().get(EventField.STARTS_AT)));
        putCounts(item, counts);
        put(item, OWNER, event.owner());
        put(item, DETAILS_VERSION, event.detailsVersion());
        put(item, DIGEST_VERSION, counts.rosterDigest() == null ? null : counts.version());
        if (event.cancelled()) {
            put(item, STATUS, event.status().text());
        }
        if (event.owed()) {
            put(item, OWED, event.eventId());
        }
        return item;
    }

    public static void putCounts(Map<String, AttributeValue> item, Event.Counts counts) {
        put(item, CURRENT_REGISTRATIONS, counts.currentRegistrations());
        put(item, WAITLIST_COUNT, counts.waitlistCount());
        put(item, LAST_TICKET, counts.lastTicket());
        put(item, LINE_FLOOR, counts.lineFloor());
        put(item, VERSION, counts.version());
        put(item, ROSTER_DIGEST, counts.rosterDigest());
    }

    public static Event.Counts counts(Map<String, AttributeValue> item, Long digest) {
        return new Event.Counts(
                count(item, CURRENT_REGISTRATIONS),
                count(item, WAITLIST_COUNT),
                number(item, LAST_TICKET),
                number(item, LINE_FLOOR),
                number(item, VERSION),
                digest);
    }

    public static Map<String, AttributeValue> terms(EventDetails terms) {
        var item = new HashMap<String, AttributeValue>();
        put(item, NAME, terms.name());
        put(item, CAPACITY, terms.capacity());
        item.put(HAS_WAITLIST, AttributeValue.fromBool(terms.hasWaitlist()));
        EventField.all().forEach(field -> putPlain(item, field.name(), terms.get(field)));
        return item;
    }

    public static EventDetails terms(Map<String, AttributeValue> item) {
        return new EventDetails(
                text(item, NAME),
                count(item, CAPACITY),
                flag(item, HAS_WAITLIST),
                EventField.readAll(field -> plainOrNull(item, field)));
    }

    /** Null if the last version was written without a digest. */
    private static Long digest(Map<String, AttributeValue> item) {
        boolean current = item.containsKey(DIGEST_VERSION) && number(item, DIGEST_VERSION) == number(item, VERSION);
        return current ? (Long) number(item, ROSTER_DIGEST) : null;
    }

    /** Omits a description that has its own row: {@code EventDescriptions} reads it. */
    public static Event event(Map<String, AttributeValue> item) {
        return new Event(
                text(item, EVENT_ID),
                terms(StartKeys.details(item)),
                item.containsKey(STATUS) ? Event.Status.CANCELLED : Event.Status.SCHEDULED,
                counts(item, digest(item)),
                time(item, CREATED_AT),
                textOrNull(item, REQUEST_KEY),
                textOrNull(item, OWNER),
                item.containsKey(DETAILS_VERSION) ? number(item, DETAILS_VERSION) : Event.Counts.NEW.version(),
                item.containsKey(DESCRIPTION_VERSION) && !item.containsKey(DESCRIPTION)
                        ? number(item, DESCRIPTION_VERSION)
                        : 0,
                item.containsKey(OWED));
    }

    public static Map<String, AttributeValue> item(Registration registration) {
        var item = new HashMap<String, AttributeValue>();
        put(item, EVENT_ID, registration.eventId());
        put(item, USER_ID, registration.userId());
        put(item, STATUS, registration.status().text());
        put(item, REGISTERED_AT, registration.registeredAt());
        put(item, TICKET, registration.ticket());
        put(item, PROMOTED_AT, registration.promotedAt());
        put(item, REQUEST_KEY, registration.requestKey());
        put(item, VERSION, registration.version());
        putUnconfirmed(item, registration);
        return item;
    }

    private static void putUnconfirmed(Map<String, AttributeValue> item, Registration registration) {
        if (registration.confirmBy() != null) {
            put(item, CONFIRM_BY, registration.confirmBy().toString());
            int shard = Math.floorMod(registration.userId().hashCode(), UNCONFIRMED_SHARDS);
            put(item, UNCONFIRMED, Integer.toString(shard));
        }
    }

    /** Returns the attributes of a promotion; the other attributes of the row stay. */
    public static Map<String, AttributeValue> promotion(Registration promoted) {
        var item = new HashMap<String, AttributeValue>();
        put(item, STATUS, promoted.status().text());
        put(item, PROMOTED_AT, promoted.promotedAt());
        put(item, VERSION, promoted.version());
        putUnconfirmed(item, promoted);
        return item;
    }

    public static Registration registration(Map<String, AttributeValue> item) {
        return new Registration(
                text(item, EVENT_ID),
                text(item, USER_ID),
                Registration.Status.of(text(item, STATUS)),
                time(item, REGISTERED_AT),
                numberOrNull(item, TICKET),
                timeOrNull(item, PROMOTED_AT),
                textOrNull(item, REQUEST_KEY),
                numberOrNull(item, VERSION),
                momentOrNull(item, CONFIRM_BY));
    }

    /** Reads a row of the index of seats to confirm. */
    public static UnconfirmedSeat unconfirmed(Map<String, AttributeValue> item) {
        return new UnconfirmedSeat(text(item, EVENT_ID), text(item, USER_ID), momentOrNull(item, CONFIRM_BY));
    }

    /** The row of an entry that left does not name the user. */
    public static Map<String, AttributeValue> item(String eventId, Entry entry) {
        var item = new HashMap<>(entryKey(eventId, entry.ticket()));
        put(item, USER_ID, entry.left() ? Entry.NO_USER : entry.userId());
        if (entry.left()) {
            item.put(LEFT, AttributeValue.fromBool(true));
        }
        put(item, REGISTERED_AT, entry.registeredAt());
        return item;
    }

    public static Entry entry(Map<String, AttributeValue> item) {
        return new Entry(
                number(item, TICKET), text(item, USER_ID), item.containsKey(LEFT), timeOrNull(item, REGISTERED_AT));
    }
}
