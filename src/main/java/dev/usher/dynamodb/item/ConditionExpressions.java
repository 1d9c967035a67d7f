package dev.usher.dynamodb.item;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

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
        return is(VERSION, number(event.version()))
                .and(is(CAPACITY, number(event.capacity())))
                .and(is(CURRENT_REGISTRATIONS, number(event.counts().currentRegistrations())));
    }

    /**
     * Holds if the row is the one that was planned on. The status alone does not show this: a user who left and joined
     * again has another ticket, and a user who has confirmed has no {@code confirmBy}. A row that was read must also
     * have the same version: a user who left a seat and took one again has the same status and no ticket, but another
     * key, and the digest of the registrations contains the key.
     */
    public static DynamoDbExpression registrationIs(Registration row) {
        var state = is(STATUS, text(row.status().text()))
                .and(isOrAbsent(TICKET, row.ticket()))
                .and(row.confirmBy() == null ? absent(CONFIRM_BY) : is(CONFIRM_BY, moment(row.confirmBy())));
        boolean wasRead = row.registeredAt() != null;
        return wasRead ? state.and(isOrAbsent(VERSION, row.version())) : state;
    }

    private static DynamoDbExpression isOrAbsent(String attribute, Long value) {
        return value == null ? absent(attribute) : is(attribute, number(value));
    }

    private static AttributeValue moment(Instant moment) {
        return text(moment.toString());
    }

    /** Selects seats of one part of the index that were to be confirmed by this moment. */
    public static DynamoDbExpression unconfirmed(int shard, Instant until) {
        return is(UNCONFIRMED, text(Integer.toString(shard)))
                .and(upTo(CONFIRM_BY, moment(until.truncatedTo(ChronoUnit.SECONDS))));
    }

    public static DynamoDbExpression stillWaits(String userId) {
        return is(USER_ID, text(userId)).and(absent(LEFT));
    }

    /** Holds if the waitlist entry is unchanged. */
    public static DynamoDbExpression entryIs(WaitlistPrefix.Entry entry) {
        return entry.left() ? hasLeft() : stillWaits(entry.userId());
    }

    public static DynamoDbExpression hasLeft() {
        return is(LEFT, AttributeValue.fromBool(true));
    }

    /**
     * Holds if the row has not been written since it was read: each write changes the owner or the end of the claim.
     */
    public static DynamoDbExpression deliveryIs(Delivery delivery) {
        return is(CURSOR, number(delivery.cursor()))
                .and(is(OWNER, text(delivery.owner())))
                .and(is(UNTIL, text(delivery.until().toString())));
    }

    public static DynamoDbExpression entriesAbove(String eventId, long floor) {
        return ofEvent(eventId).and(above(TICKET, number(floor)));
    }

    /** Includes both tickets. */
    public static DynamoDbExpression entriesBetween(String eventId, long from, long to) {
        return ofEvent(eventId).and(between(TICKET, number(from), number(to)));
    }

    /**
     * Key condition of a list by start. Includes both ends.
     *
     * @param owner null for the events of all owners
     */
    public static DynamoDbExpression startsBetween(String owner, String from, String to) {
        var events = owner == null ? is(START_MONTH, text(StartKeys.EVERY_MONTH)) : is(OWNER, text(owner));
        return events.and(between(STARTS_AT, text(from), text(to)));
    }

    public static DynamoDbExpression ofUser(String userId) {
        return is(USER_ID, text(userId));
    }

    public static DynamoDbExpression ofUserAfter(String userId, String eventId) {
        return ofUser(userId).and(above(EVENT_ID, text(eventId)));
    }

    public static DynamoDbExpression hasStatus(Registration.Status status) {
        return is(STATUS, text(status.text()));
    }

    public static DynamoDbExpression ofEvent(String eventId) {
        return is(EVENT_ID, text(eventId));
    }

    /** @param userId null for all users */
    public static DynamoDbExpression ofEventAfter(String eventId, String userId) {
        return userId == null ? ofEvent(eventId) : ofEvent(eventId).and(above(USER_ID, text(userId)));
    }
}
