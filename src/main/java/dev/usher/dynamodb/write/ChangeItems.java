package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeNames.CONFIRM_BY;

import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.RegistrationChange.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Mapping between change log entries and rows. */
public final class ChangeItems {
    private final int days;

    /** @param days days that a row is kept, 0 for ever */
    public ChangeItems(int days) {
        this.days = days;
    }

    /** @param token of the transaction that writes the row */
    Map<String, AttributeValue> item(LoggedTurn turn, String token) {
        var item = new HashMap<>(ItemMapper.changesKey(turn.eventId(), turn.version()));
        AttributeValues.put(item, AT, turn.at());
        ItemMapper.putCounts(item, turn.counts());
        AttributeValues.put(item, TURN, token);
        item.put(
                CHANGES,
                AttributeValue.fromL(
                        turn.changes().stream().map(ChangeItems::change).toList()));
        turn.details().ifPresent(details -> item.put(DETAILS, AttributeValue.fromM(details(details))));
        if (days > 0) {
            var expires = turn.at().moment().plus(Duration.ofDays(days));
            AttributeValues.put(item, EXPIRES, expires.getEpochSecond());
        }
        return item;
    }

    /** Returns the first change log row of an event. */
    public Map<String, AttributeValue> creation(Event event, String token) {
        var details = LoggedTurn.Details.of(event, null);
        var item = item(
                new LoggedTurn(event.eventId(), event.createdAt(), event.counts(), List.of(), Optional.of(details)),
                token);
        AttributeValues.put(item, CREATED_AT, event.createdAt());
        AttributeValues.put(item, REQUEST_KEY, event.requestKey());
        AttributeValues.put(item, OWNER, event.owner());
        return item;
    }

    public static LoggedTurn turn(Map<String, AttributeValue> item) {
        return new LoggedTurn(
                AttributeValues.text(item, EVENT_ID),
                AttributeValues.time(item, AT),
                ItemMapper.counts(item, AttributeValues.numberOrNull(item, ROSTER_DIGEST)),
                item.get(CHANGES).l().stream().map(ChangeItems::change).toList(),
                Optional.ofNullable(item.get(DETAILS)).map(details -> details(details.m())));
    }

    private static Map<String, AttributeValue> details(LoggedTurn.Details details) {
        var item = ItemMapper.terms(details.terms());
        AttributeValues.put(item, STATUS, details.status().text());
        AttributeValues.put(item, OWNER, details.owner());
        AttributeValues.put(item, BY, details.by());
        return item;
    }

    private static LoggedTurn.Details details(Map<String, AttributeValue> item) {
        boolean cancelled = Event.Status.CANCELLED.text().equals(AttributeValues.text(item, STATUS));
        return new LoggedTurn.Details(
                ItemMapper.terms(item),
                cancelled ? Event.Status.CANCELLED : Event.Status.SCHEDULED,
                AttributeValues.textOrNull(item, OWNER),
                AttributeValues.textOrNull(item, BY));
    }

    private static AttributeValue change(RegistrationChange change) {
        var item = new HashMap<String, AttributeValue>();
        AttributeValues.put(item, KIND, change.kind().text());
        AttributeValues.put(item, USER_ID, change.userId());
        AttributeValues.put(item, TICKET, change.ticket());
        if (change.confirmBy() != null) {
            AttributeValues.put(item, CONFIRM_BY, change.confirmBy().toString());
        }
        AttributeValues.put(item, REQUEST_KEY, change.requestKey());
        AttributeValues.put(item, BY, change.by());
        return AttributeValue.fromM(item);
    }

    private static RegistrationChange change(AttributeValue value) {
        var item = value.m();
        return new RegistrationChange(
                Kind.of(AttributeValues.text(item, KIND)),
                AttributeValues.text(item, USER_ID),
                AttributeValues.numberOrNull(item, TICKET),
                AttributeValues.momentOrNull(item, CONFIRM_BY),
                AttributeValues.textOrNull(item, REQUEST_KEY),
                AttributeValues.textOrNull(item, BY));
    }
}
