package dev.usher.dynamodb;

import static dev.usher.dynamodb.Attributes.CAPACITY;
import static dev.usher.dynamodb.Attributes.CREATED_AT;
import static dev.usher.dynamodb.Attributes.CURRENT_REGISTRATIONS;
import static dev.usher.dynamodb.Attributes.DESCRIPTION;
import static dev.usher.dynamodb.Attributes.DESCRIPTION_VERSION;
import static dev.usher.dynamodb.Attributes.DETAILS_VERSION;
import static dev.usher.dynamodb.Attributes.DIGEST_VERSION;
import static dev.usher.dynamodb.Attributes.EVENT_ID;
import static dev.usher.dynamodb.Attributes.HAS_WAITLIST;
import static dev.usher.dynamodb.Attributes.LAST_TICKET;
import static dev.usher.dynamodb.Attributes.LEFT;
import static dev.usher.dynamodb.Attributes.LINE_FLOOR;
import static dev.usher.dynamodb.Attributes.LOCATION;
import static dev.usher.dynamodb.Attributes.NAME;
import static dev.usher.dynamodb.Attributes.OWED;
import static dev.usher.dynamodb.Attributes.OWNER;
import static dev.usher.dynamodb.Attributes.PROMOTED_AT;
import static dev.usher.dynamodb.Attributes.REGISTERED_AT;
import static dev.usher.dynamodb.Attributes.REGISTRATION_CLOSES_AT;
import static dev.usher.dynamodb.Attributes.REGISTRATION_OPENS_AT;
import static dev.usher.dynamodb.Attributes.REQUEST_KEY;
import static dev.usher.dynamodb.Attributes.ROSTER_DIGEST;
import static dev.usher.dynamodb.Attributes.STARTS_AT;
import static dev.usher.dynamodb.Attributes.STATUS;
import static dev.usher.dynamodb.Attributes.TICKET;
import static dev.usher.dynamodb.Attributes.USER_ID;
import static dev.usher.dynamodb.Attributes.VERSION;
import static dev.usher.dynamodb.Attributes.WAITLIST_CAPACITY;
import static dev.usher.dynamodb.Attributes.WAITLIST_COUNT;

import dev.usher.events.Event;
import dev.usher.events.Terms;
import dev.usher.registrations.Departures;
import dev.usher.registrations.Line.Place;
import dev.usher.registrations.Registration;
import dev.usher.users.User;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows as records and records as rows. An attribute whose value is null is absent from its row. */
final class Items {
    /** What is behind the id of an event in the keys of its departures. */
    static final String DEPARTURES_OF = "#departures";

    private Items() {}

    static Map<String, AttributeValue> userKey(String userId) {
        return Map.of(USER_ID, Values.text(userId));
    }

    static Map<String, AttributeValue> eventKey(String eventId) {
        return Map.of(EVENT_ID, Values.text(eventId));
    }

    static Map<String, AttributeValue> registrationKey(String eventId, String userId) {
        return Map.of(EVENT_ID, Values.text(eventId), USER_ID, Values.text(userId));
    }

    static Map<String, AttributeValue> placeKey(String eventId, long ticket) {
        return Map.of(EVENT_ID, Values.text(eventId), TICKET, Values.number(ticket));
    }

    /** The key of a row of the change log. */
    static Map<String, AttributeValue> changesKey(String eventId, long version) {
        return Map.of(EVENT_ID, Values.text(eventId), VERSION, Values.number(version));
    }

    /**
     * The key of a row of departures. No event has such an id, so that neither a read of a waitlist nor its deletion by
     * replicas of older versions meets these rows.
     *
     * @param row of {@code Departures.row}
     */
    static Map<String, AttributeValue> departuresKey(String eventId, long row) {
        return placeKey(eventId + DEPARTURES_OF, row * Departures.TICKETS_A_ROW);
    }

    static Map<String, AttributeValue> item(User user) {
        var item = new HashMap<String, AttributeValue>();
        Values.put(item, USER_ID, user.userId());
        Values.put(item, NAME, user.name());
        Values.put(item, CREATED_AT, user.createdAt());
        Values.put(item, REQUEST_KEY, user.requestKey());
        return item;
    }

    static User user(Map<String, AttributeValue> item) {
        return new User(
                Values.text(item, USER_ID),
                Values.text(item, NAME),
                Values.time(item, CREATED_AT),
                Values.textOrNull(item, REQUEST_KEY));
    }

    static Map<String, AttributeValue> item(Event event) {
        var item = changeable(event);
        Values.put(item, EVENT_ID, event.eventId());
        Values.put(item, CREATED_AT, event.createdAt());
        Values.put(item, REQUEST_KEY, event.requestKey());
        Values.put(item, OWNER, event.owner());
        return item;
    }

    /** What turns may change of an event's row. */
    static Map<String, AttributeValue> changeable(Event event) {
        var counts = event.counts();
        var item = terms(event.terms());
        if (event.descriptionVersion() > 0) {
            item.remove(DESCRIPTION);
            Values.put(item, DESCRIPTION_VERSION, event.descriptionVersion());
        }
        putCounts(item, counts);
        Values.put(item, DETAILS_VERSION, event.detailsVersion());
        Values.put(item, DIGEST_VERSION, counts.rosterDigest() == null ? null : counts.version());
        if (event.cancelled()) {
            Values.put(item, STATUS, event.status().text());
        }
        if (event.seatsOwed() > 0) {
            Values.put(item, OWED, event.eventId());
        }
        return item;
    }

    static void putCounts(Map<String, AttributeValue> item, Event.Counts counts) {
        Values.put(item, CURRENT_REGISTRATIONS, counts.currentRegistrations());
        Values.put(item, WAITLIST_COUNT, counts.waitlistCount());
        Values.put(item, LAST_TICKET, counts.lastTicket());
        Values.put(item, LINE_FLOOR, counts.lineFloor());
        Values.put(item, VERSION, counts.version());
        Values.put(item, ROSTER_DIGEST, counts.rosterDigest());
    }

    static Event.Counts counts(Map<String, AttributeValue> item, Long digest) {
        return new Event.Counts(
                Values.count(item, CURRENT_REGISTRATIONS),
                Values.count(item, WAITLIST_COUNT),
                Values.number(item, LAST_TICKET),
                Values.number(item, LINE_FLOOR),
                Values.number(item, VERSION),
                digest);
    }

    static Map<String, AttributeValue> terms(Terms terms) {
        var item = new HashMap<String, AttributeValue>();
        Values.put(item, NAME, terms.name());
        Values.put(item, CAPACITY, terms.capacity());
        item.put(HAS_WAITLIST, AttributeValue.fromBool(terms.hasWaitlist()));
        Values.put(item, WAITLIST_CAPACITY, terms.waitlistCapacity());
        Values.put(item, DESCRIPTION, terms.description());
        Values.put(item, LOCATION, terms.location());
        Values.put(item, STARTS_AT, terms.startsAt());
        Values.put(item, REGISTRATION_OPENS_AT, terms.registrationOpensAt());
        Values.put(item, REGISTRATION_CLOSES_AT, terms.registrationClosesAt());
        return item;
    }

    static Terms terms(Map<String, AttributeValue> item) {
        return new Terms(
                Values.text(item, NAME),
                Values.count(item, CAPACITY),
                Values.flag(item, HAS_WAITLIST),
                item.containsKey(WAITLIST_CAPACITY) ? (Integer) Values.count(item, WAITLIST_CAPACITY) : null,
                Values.textOrNull(item, DESCRIPTION),
                Values.textOrNull(item, LOCATION),
                Values.momentOrNull(item, STARTS_AT),
                Values.momentOrNull(item, REGISTRATION_OPENS_AT),
                Values.momentOrNull(item, REGISTRATION_CLOSES_AT));
    }

    /** Null where the last version was written without a digest. */
    private static Long digest(Map<String, AttributeValue> item) {
        boolean current =
                item.containsKey(DIGEST_VERSION) && Values.number(item, DIGEST_VERSION) == Values.number(item, VERSION);
        return current ? (Long) Values.number(item, ROSTER_DIGEST) : null;
    }

    /** Without a description that is not in the event's row: {@link Descriptions} knows it. */
    static Event event(Map<String, AttributeValue> item) {
        return new Event(
                Values.text(item, EVENT_ID),
                terms(item),
                item.containsKey(STATUS) ? Event.Status.CANCELLED : Event.Status.SCHEDULED,
                counts(item, digest(item)),
                Values.time(item, CREATED_AT),
                Values.textOrNull(item, REQUEST_KEY),
                Values.textOrNull(item, OWNER),
                item.containsKey(DETAILS_VERSION) ? Values.number(item, DETAILS_VERSION) : Event.Counts.NEW.version(),
                item.containsKey(DESCRIPTION_VERSION) && !item.containsKey(DESCRIPTION)
                        ? Values.number(item, DESCRIPTION_VERSION)
                        : 0);
    }

    static Map<String, AttributeValue> item(Registration registration) {
        var item = new HashMap<String, AttributeValue>();
        Values.put(item, EVENT_ID, registration.eventId());
        Values.put(item, USER_ID, registration.userId());
        Values.put(item, STATUS, registration.status().text());
        Values.put(item, REGISTERED_AT, registration.registeredAt());
        Values.put(item, TICKET, registration.ticket());
        Values.put(item, PROMOTED_AT, registration.promotedAt());
        Values.put(item, REQUEST_KEY, registration.requestKey());
        return item;
    }

    static Registration registration(Map<String, AttributeValue> item) {
        return new Registration(
                Values.text(item, EVENT_ID),
                Values.text(item, USER_ID),
                Registration.Status.of(Values.text(item, STATUS)),
                Values.time(item, REGISTERED_AT),
                Values.numberOrNull(item, TICKET),
                Values.timeOrNull(item, PROMOTED_AT),
                Values.textOrNull(item, REQUEST_KEY));
    }

    static Map<String, AttributeValue> item(String eventId, Place place) {
        var item = new HashMap<>(placeKey(eventId, place.ticket()));
        Values.put(item, USER_ID, place.userId());
        if (place.left()) {
            item.put(LEFT, AttributeValue.fromBool(true));
        }
        Values.put(item, REGISTERED_AT, place.registeredAt());
        return item;
    }

    static Place place(Map<String, AttributeValue> item) {
        return new Place(
                Values.number(item, TICKET),
                Values.text(item, USER_ID),
                item.containsKey(LEFT),
                Values.timeOrNull(item, REGISTERED_AT));
    }
}
