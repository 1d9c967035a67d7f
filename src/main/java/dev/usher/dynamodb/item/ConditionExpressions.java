package dev.usher.dynamodb.item;

import static dev.usher.dynamodb.item.AttributeNames.CAPACITY;
import static dev.usher.dynamodb.item.AttributeNames.CONFIRM_BY;
import static dev.usher.dynamodb.item.AttributeNames.CURRENT_REGISTRATIONS;
import static dev.usher.dynamodb.item.AttributeNames.CURSOR;
import static dev.usher.dynamodb.item.AttributeNames.EVENT_ID;
import static dev.usher.dynamodb.item.AttributeNames.LEFT;
import static dev.usher.dynamodb.item.AttributeNames.OWNER;
import static dev.usher.dynamodb.item.AttributeNames.STARTS_AT;
import static dev.usher.dynamodb.item.AttributeNames.START_MONTH;
import static dev.usher.dynamodb.item.AttributeNames.STATUS;
import static dev.usher.dynamodb.item.AttributeNames.TICKET;
import static dev.usher.dynamodb.item.AttributeNames.UNCONFIRMED;
import static dev.usher.dynamodb.item.AttributeNames.UNTIL;
import static dev.usher.dynamodb.item.AttributeNames.USER_ID;
import static dev.usher.dynamodb.item.AttributeNames.VERSION;

import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.webhook.store.Delivery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Conditions of all writes and queries. */
public final class ConditionExpressions {
    private ConditionExpressions() {}

    /** The version alone would do; capacity and count are compared too so that a planning error cannot oversell. */
    public static DynamoDbExpression eventIsAsPlannedOn(Event event) {
        return DynamoDbExpression.is(VERSION, AttributeValues.number(event.version()))
                .and(DynamoDbExpression.is(CAPACITY, AttributeValues.number(event.capacity())))
                .and(DynamoDbExpression.is(
                        CURRENT_REGISTRATIONS,
                        AttributeValues.number(event.counts().currentRegistrations())));
    }

    /**
     * Compares the ticket too, because a user that left and joined again meanwhile has the same status, and the end of
     * the time to confirm, because a user who has confirmed must not lapse.
     */
    public static DynamoDbExpression registrationIs(Registration row) {
        var status =
                DynamoDbExpression.is(STATUS, AttributeValues.text(row.status().text()));
        return status.and(
                        row.ticket() == null
                                ? DynamoDbExpression.absent(TICKET)
                                : DynamoDbExpression.is(TICKET, AttributeValues.number(row.ticket())))
                .and(
                        row.confirmBy() == null
                                ? DynamoDbExpression.absent(CONFIRM_BY)
                                : DynamoDbExpression.is(CONFIRM_BY, moment(row.confirmBy())));
    }

    private static AttributeValue moment(Instant moment) {
        return AttributeValues.text(moment.toString());
    }

    /** Selects seats of one part of the index that were to be confirmed by this moment. */
    public static DynamoDbExpression unconfirmed(int shard, Instant until) {
        return DynamoDbExpression.is(UNCONFIRMED, AttributeValues.text(Integer.toString(shard)))
                .and(DynamoDbExpression.upTo(CONFIRM_BY, moment(until.truncatedTo(ChronoUnit.SECONDS))));
    }

    public static DynamoDbExpression stillWaits(String userId) {
        return DynamoDbExpression.is(USER_ID, AttributeValues.text(userId)).and(DynamoDbExpression.absent(LEFT));
    }

    /** Holds if the waitlist entry is unchanged. */
    public static DynamoDbExpression entryIs(WaitlistPrefix.Entry entry) {
        return entry.left() ? hasLeft() : stillWaits(entry.userId());
    }

    public static DynamoDbExpression hasLeft() {
        return DynamoDbExpression.is(LEFT, AttributeValue.fromBool(true));
    }

    /**
     * Holds if the row has not been written since it was read: each write changes the owner or the end of the claim.
     */
    public static DynamoDbExpression deliveryIs(Delivery delivery) {
        return DynamoDbExpression.is(CURSOR, AttributeValues.number(delivery.cursor()))
                .and(DynamoDbExpression.is(OWNER, AttributeValues.text(delivery.owner())))
                .and(DynamoDbExpression.is(
                        UNTIL, AttributeValues.text(delivery.until().toString())));
    }

    public static DynamoDbExpression lineAbove(String eventId, long floor) {
        return ofEvent(eventId).and(DynamoDbExpression.above(TICKET, AttributeValues.number(floor)));
    }

    /** Includes both tickets. */
    public static DynamoDbExpression lineBetween(String eventId, long from, long to) {
        return ofEvent(eventId)
                .and(DynamoDbExpression.between(TICKET, AttributeValues.number(from), AttributeValues.number(to)));
    }

    /**
     * Key condition of a list by start. Includes both ends.
     *
     * @param owner null for the events of all owners
     */
    public static DynamoDbExpression startsBetween(String owner, String from, String to) {
        var events = owner == null
                ? DynamoDbExpression.is(START_MONTH, AttributeValues.text(StartKeys.EVERY_MONTH))
                : DynamoDbExpression.is(OWNER, AttributeValues.text(owner));
        return events.and(DynamoDbExpression.between(STARTS_AT, AttributeValues.text(from), AttributeValues.text(to)));
    }

    public static DynamoDbExpression ofUser(String userId) {
        return DynamoDbExpression.is(USER_ID, AttributeValues.text(userId));
    }

    public static DynamoDbExpression ofUserAfter(String userId, String eventId) {
        return ofUser(userId).and(DynamoDbExpression.above(EVENT_ID, AttributeValues.text(eventId)));
    }

    public static DynamoDbExpression hasStatus(Registration.Status status) {
        return DynamoDbExpression.is(STATUS, AttributeValues.text(status.text()));
    }

    public static DynamoDbExpression ofEvent(String eventId) {
        return DynamoDbExpression.is(EVENT_ID, AttributeValues.text(eventId));
    }

    public static DynamoDbExpression ofEventAfter(String eventId, String userId) {
        return ofEvent(eventId).and(DynamoDbExpression.above(USER_ID, AttributeValues.text(userId)));
    }
}
