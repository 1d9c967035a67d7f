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
        item.put(USER_ID, Values.text(user.userId()));
        item.put(NAME, Values.text(user.name()));
        item.put(CREATED_AT, Values.time(user.createdAt()));
        if (user.requestKey() != null) {
            item.put(REQUEST_KEY, Values.text(user.requestKey()));
        }
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
        item.put(EVENT_ID, Values.text(event.eventId()));
        item.put(CREATED_AT, Values.time(event.createdAt()));
        if (event.requestKey() != null) {
            item.put(REQUEST_KEY, Values.text(event.requestKey()));
        }
        if (event.owner() != null) {
            item.put(OWNER, Values.text(event.owner()));
        }
        return item;
    }

    /** What turns may change of an event's row. */
    static Map<String, AttributeValue> changeable(Event event) {
        var counts = event.counts();
        var item = terms(event.terms());
        if (event.descriptionVersion() > 0) {
            item.remove(DESCRIPTION);
            item.put(DESCRIPTION_VERSION, Values.number(event.descriptionVersion()));
        }
        item.put(CURRENT_REGISTRATIONS, Values.number(counts.currentRegistrations()));
        item.put(WAITLIST_COUNT, Values.number(counts.waitlistCount()));
        item.put(LAST_TICKET, Values.number(counts.lastTicket()));
        item.put(LINE_FLOOR, Values.number(counts.lineFloor()));
        item.put(VERSION, Values.number(counts.version()));
        item.put(DETAILS_VERSION, Values.number(event.detailsVersion()));
        if (counts.rosterDigest() != null) {
            item.put(ROSTER_DIGEST, Values.number(counts.rosterDigest()));
            item.put(DIGEST_VERSION, Values.number(counts.version()));
        }
        if (event.cancelled()) {
            item.put(STATUS, Values.text(event.status().text()));
        }
        if (event.seatsOwed() > 0) {
            item.put(OWED, Values.text(event.eventId()));
        }
        return item;
    }

    static Map<String, AttributeValue> terms(Terms terms) {
        var item = new HashMap<String, AttributeValue>();
        item.put(NAME, Values.text(terms.name()));
        item.put(CAPACITY, Values.number(terms.capacity()));
        item.put(HAS_WAITLIST, AttributeValue.fromBool(terms.hasWaitlist()));
        if (terms.waitlistCapacity() != null) {
            item.put(WAITLIST_CAPACITY, Values.number(terms.waitlistCapacity()));
        }
        if (terms.description() != null) {
            item.put(DESCRIPTION, Values.text(terms.description()));
        }
        if (terms.location() != null) {
            item.put(LOCATION, Values.text(terms.location()));
        }
        if (terms.startsAt() != null) {
            item.put(STARTS_AT, Values.moment(terms.startsAt()));
        }
        if (terms.registrationOpensAt() != null) {
            item.put(REGISTRATION_OPENS_AT, Values.moment(terms.registrationOpensAt()));
        }
        if (terms.registrationClosesAt() != null) {
            item.put(REGISTRATION_CLOSES_AT, Values.moment(terms.registrationClosesAt()));
        }
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
        var counts = new Event.Counts(
                Values.count(item, CURRENT_REGISTRATIONS),
                Values.count(item, WAITLIST_COUNT),
                Values.number(item, LAST_TICKET),
                Values.number(item, LINE_FLOOR),
                Values.number(item, VERSION),
                digest(item));
        return new Event(
                Values.text(item, EVENT_ID),
                terms(item),
                item.containsKey(STATUS) ? Event.Status.CANCELLED : Event.Status.SCHEDULED,
                counts,
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
        item.put(EVENT_ID, Values.text(registration.eventId()));
        item.put(USER_ID, Values.text(registration.userId()));
        item.put(STATUS, Values.text(registration.status().text()));
        item.put(REGISTERED_AT, Values.time(registration.registeredAt()));
        if (registration.ticket() != null) {
            item.put(TICKET, Values.number(registration.ticket()));
        }
        if (registration.promotedAt() != null) {
            item.put(PROMOTED_AT, Values.time(registration.promotedAt()));
        }
        if (registration.requestKey() != null) {
            item.put(REQUEST_KEY, Values.text(registration.requestKey()));
        }
        return item;
    }

    static Registration registration(Map<String, AttributeValue> item) {
        return new Registration(
                Values.text(item, EVENT_ID),
                Values.text(item, USER_ID),
                Registration.Status.of(Values.text(item, STATUS)),
                Values.time(item, REGISTERED_AT),
                item.containsKey(TICKET) ? (Long) Values.number(item, TICKET) : null,
                item.containsKey(PROMOTED_AT) ? Values.time(item, PROMOTED_AT) : null,
                Values.textOrNull(item, REQUEST_KEY));
    }

    static Map<String, AttributeValue> item(String eventId, Place place) {
        var item = new HashMap<>(placeKey(eventId, place.ticket()));
        item.put(USER_ID, Values.text(place.userId()));
        if (place.left()) {
            item.put(LEFT, AttributeValue.fromBool(true));
        }
        if (place.registeredAt() != null) {
            item.put(REGISTERED_AT, Values.time(place.registeredAt()));
        }
        return item;
    }

    static Place place(Map<String, AttributeValue> item) {
        return new Place(
                Values.number(item, TICKET),
                Values.text(item, USER_ID),
                item.containsKey(LEFT),
                item.containsKey(REGISTERED_AT) ? Values.time(item, REGISTERED_AT) : null);
    }
}
