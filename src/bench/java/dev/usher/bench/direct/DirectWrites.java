package dev.usher.bench.direct;

import static dev.usher.dynamodb.item.AttributeValues.number;
import static dev.usher.dynamodb.item.ItemMapper.entryKey;
import static dev.usher.dynamodb.item.ItemMapper.eventKey;
import static dev.usher.dynamodb.item.ItemMapper.registrationKey;

import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.service.Timestamp;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Transactions of the direct way, one for each change of a registration. In each the event's row is the first item and
 * the caller's own row the second. Each has the weakest condition on the event that is correct, so that few of them
 * conflict: taking a seat, freeing one without a promotion and leaving the waitlist never need to win a race for the
 * version; joining the waitlist and promoting do.
 */
final class DirectWrites {
    private final String events;
    private final String registrations;
    private final String waitlist;

    DirectWrites(String prefix) {
        events = prefix + "Events";
        registrations = prefix + "Registrations";
        waitlist = prefix + "Waitlist";
    }

    TransactWriteItemsRequest takeSeat(Registration row) {
        var event = update(events, eventKey(row.eventId()))
                .conditionExpression("#taken < #capacity AND #waiting = :none")
                .updateExpression("ADD #taken :one, #version :one")
                .expressionAttributeNames(Map.of(
                        "#taken", "currentRegistrations",
                        "#capacity", "capacity",
                        "#waiting", "waitlistCount",
                        "#version", "version"))
                .expressionAttributeValues(Map.of(":none", number(0), ":one", number(1)));
        return transaction(item(event), newRow(row));
    }

    /**
     * The ticket requires that no other user has joined or left, the right to it that there is no seat for a newcomer.
     */
    TransactWriteItemsRequest joinWaitlist(Event before, Registration row) {
        var event = update(events, eventKey(row.eventId()))
                .conditionExpression("#last = :last AND #waiting = :w AND (#taken >= #capacity OR #waiting > :none)")
                .updateExpression("SET #last = :t ADD #waiting :one, #version :one")
                .expressionAttributeNames(Map.of(
                        "#last", "lastTicket",
                        "#waiting", "waitlistCount",
                        "#taken", "currentRegistrations",
                        "#capacity", "capacity",
                        "#version", "version"))
                .expressionAttributeValues(Map.of(
                        ":last", number(before.counts().lastTicket()),
                        ":w", number(before.counts().waitlistCount()),
                        ":t", number(row.ticket()),
                        ":none", number(0),
                        ":one", number(1)));
        var entry = TransactWriteItem.builder()
                .put(p -> p.tableName(waitlist)
                        .item(ItemMapper.item(row.eventId(), new Entry(row.ticket(), row.userId(), false))))
                .build();
        return transaction(item(event), newRow(row), entry);
    }

    TransactWriteItemsRequest giveSeatBack(Registration row) {
        var event = update(events, eventKey(row.eventId()))
                .conditionExpression("#taken > :none AND #waiting = :none")
                .updateExpression("ADD #taken :less, #version :one")
                .expressionAttributeNames(
                        Map.of("#taken", "currentRegistrations", "#waiting", "waitlistCount", "#version", "version"))
                .expressionAttributeValues(Map.of(":none", number(0), ":less", number(-1), ":one", number(1)));
        return transaction(item(event), deletedSeat(row));
    }

    TransactWriteItemsRequest handSeatOn(Event before, Registration row, Entry head, Timestamp now) {
        var promoted = update(registrations, registrationKey(row.eventId(), head.userId()))
                .conditionExpression("#status = :waitlisted AND #ticket = :t")
                .updateExpression("SET #status = :registered, #promotedAt = :now")
                .expressionAttributeNames(Map.of("#status", "status", "#ticket", "ticket", "#promotedAt", "promotedAt"))
                .expressionAttributeValues(Map.of(
                        ":waitlisted", AttributeValue.fromS(Registration.Status.WAITLISTED.text()),
                        ":registered", AttributeValue.fromS(Registration.Status.REGISTERED.text()),
                        ":t", number(head.ticket()),
                        ":now", AttributeValue.fromS(now.text())));
        var event = update(events, eventKey(before.eventId()))
                .conditionExpression("#floor = :floor AND #waiting > :none")
                .updateExpression("SET #floor = :t ADD #waiting :less, #version :one")
                .expressionAttributeNames(
                        Map.of("#floor", "lineFloor", "#waiting", "waitlistCount", "#version", "version"))
                .expressionAttributeValues(Map.of(
                        ":floor", number(before.counts().lineFloor()),
                        ":t", number(head.ticket()),
                        ":none", number(0),
                        ":less", number(-1),
                        ":one", number(1)));
        return transaction(item(event), deletedSeat(row), item(promoted));
    }

    TransactWriteItemsRequest leaveWaitlist(Registration row) {
        var own = TransactWriteItem.builder()
                .delete(d -> d.tableName(registrations)
                        .key(registrationKey(row.eventId(), row.userId()))
                        .conditionExpression("#status = :waitlisted AND #ticket = :t")
                        .expressionAttributeNames(Map.of("#status", "status", "#ticket", "ticket"))
                        .expressionAttributeValues(Map.of(
                                ":waitlisted", AttributeValue.fromS(Registration.Status.WAITLISTED.text()),
                                ":t", number(row.ticket()))))
                .build();
        var entry = update(waitlist, entryKey(row.eventId(), row.ticket()))
                .conditionExpression("#userId = :u AND attribute_not_exists(#left)")
                .updateExpression("SET #left = :yes")
                .expressionAttributeNames(Map.of("#userId", "userId", "#left", "left"))
                .expressionAttributeValues(
                        Map.of(":u", AttributeValue.fromS(row.userId()), ":yes", AttributeValue.fromBool(true)));
        var event = update(events, eventKey(row.eventId()))
                .conditionExpression("#waiting > :none")
                .updateExpression("ADD #waiting :less, #version :one")
                .expressionAttributeNames(Map.of("#waiting", "waitlistCount", "#version", "version"))
                .expressionAttributeValues(Map.of(":none", number(0), ":less", number(-1), ":one", number(1)));
        return transaction(item(event), own, item(entry));
    }

    private TransactWriteItem newRow(Registration row) {
        return TransactWriteItem.builder()
                .put(p -> p.tableName(registrations)
                        .item(ItemMapper.item(row))
                        .conditionExpression("attribute_not_exists(#userId)")
                        .expressionAttributeNames(Map.of("#userId", "userId"))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    private TransactWriteItem deletedSeat(Registration row) {
        return TransactWriteItem.builder()
                .delete(d -> d.tableName(registrations)
                        .key(registrationKey(row.eventId(), row.userId()))
                        .conditionExpression("#status = :registered")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(
                                Map.of(":registered", AttributeValue.fromS(Registration.Status.REGISTERED.text()))))
                .build();
    }

    private static Update.Builder update(String table, Map<String, AttributeValue> key) {
        return Update.builder().tableName(table).key(key);
    }

    private static TransactWriteItem item(Update.Builder update) {
        return TransactWriteItem.builder().update(update.build()).build();
    }

    private static TransactWriteItemsRequest transaction(TransactWriteItem... items) {
        return TransactWriteItemsRequest.builder()
                .clientRequestToken(UUID.randomUUID().toString())
                .transactItems(items)
                .build();
    }
}
