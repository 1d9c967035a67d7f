package dev.usher.dynamodb;

import static dev.usher.dynamodb.Attributes.CAPACITY;
import static dev.usher.dynamodb.Attributes.CURRENT_REGISTRATIONS;
import static dev.usher.dynamodb.Attributes.EVENT_ID;
import static dev.usher.dynamodb.Attributes.LEFT;
import static dev.usher.dynamodb.Attributes.STATUS;
import static dev.usher.dynamodb.Attributes.TICKET;
import static dev.usher.dynamodb.Attributes.USER_ID;
import static dev.usher.dynamodb.Attributes.VERSION;

import dev.usher.events.Event;
import dev.usher.registrations.Line;
import dev.usher.registrations.Registration;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every condition that Usher's writes and queries stand on. */
final class Conditions {
    private Conditions() {}

    /** The version decides; capacity and count stand beside it so that a wrong plan cannot oversell. */
    static Expression eventIsAsPlannedOn(Event event) {
        return Expression.is(VERSION, Values.number(event.version()))
                .and(Expression.is(CAPACITY, Values.number(event.capacity())))
                .and(Expression.is(
                        CURRENT_REGISTRATIONS, Values.number(event.counts().currentRegistrations())));
    }

    /** The ticket counts too: with the status alone, who left and joined again meanwhile would pass for the same. */
    static Expression registrationIs(Registration row) {
        var status = Expression.is(STATUS, Values.text(row.status().text()));
        return status.and(
                row.ticket() == null ? Expression.absent(TICKET) : Expression.is(TICKET, Values.number(row.ticket())));
    }

    static Expression stillWaits(String userId) {
        return Expression.is(USER_ID, Values.text(userId)).and(Expression.absent(LEFT));
    }

    /** A row of the waitlist. */
    static Expression entryIs(Line.Place entry) {
        return entry.left()
                ? Expression.is(USER_ID, Values.text(entry.userId()))
                        .and(Expression.is(LEFT, AttributeValue.fromBool(true)))
                : stillWaits(entry.userId());
    }

    static Expression lineAbove(String eventId, long floor) {
        return ofEvent(eventId).and(Expression.above(TICKET, Values.number(floor)));
    }

    /** Both tickets included. */
    static Expression lineBetween(String eventId, long from, long to) {
        return ofEvent(eventId).and(Expression.between(TICKET, Values.number(from), Values.number(to)));
    }

    static Expression ofUser(String userId) {
        return Expression.is(USER_ID, Values.text(userId));
    }

    static Expression ofUserAfter(String userId, String eventId) {
        return ofUser(userId).and(Expression.above(EVENT_ID, Values.text(eventId)));
    }

    static Expression hasStatus(Registration.Status status) {
        return Expression.is(STATUS, Values.text(status.text()));
    }

    static Expression ofEvent(String eventId) {
        return Expression.is(EVENT_ID, Values.text(eventId));
    }

    static Expression ofEventAfter(String eventId, String userId) {
        return ofEvent(eventId).and(Expression.above(USER_ID, Values.text(userId)));
    }
}
