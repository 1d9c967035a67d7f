package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.RegistrationChange.Kind;
import dev.usher.service.Timestamp;
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
        put(item, AT, turn.at());
        ItemMapper.putCounts(item, turn.counts());
        put(item, TURN, token);
        item.put(
                CHANGES,
                AttributeValue.fromL(
                        turn.changes().stream().map(ChangeItems::change).toList()));
        turn.details().ifPresent(details -> item.put(DETAILS, AttributeValue.fromM(details(details))));
        if (days > 0) {
            var expires = turn.at().moment().plus(Duration.ofDays(days));
            put(item, EXPIRES, expires.getEpochSecond());
        }
        return item;
    }

    /** Returns the first change log row of an event. */
    public Map<String, AttributeValue> creation(Event event, String token) {
        var details = LoggedTurn.Details.of(event, null);
        var item = item(
                new LoggedTurn(event.eventId(), event.createdAt(), event.counts(), List.of(), Optional.of(details)),
                token);
        put(item, CREATED_AT, event.createdAt());
        put(item, REQUEST_KEY, event.requestKey());
        put(item, OWNER, event.owner());
        return item;
    }

    /** Returns a row without content that is kept for ever. */
    static Map<String, AttributeValue> emptied(String eventId, long version, Timestamp at, String token) {
        var counts = new Event.Counts(0, 0, 0, 0, version);
        return new ChangeItems(0).item(new LoggedTurn(eventId, at, counts, List.of(), Optional.empty()), token);
    }

    public static LoggedTurn turn(Map<String, AttributeValue> item) {
        return new LoggedTurn(
                text(item, EVENT_ID),
                time(item, AT),
                ItemMapper.counts(item, numberOrNull(item, ROSTER_DIGEST)),
                item.get(CHANGES).l().stream().map(ChangeItems::change).toList(),
                Optional.ofNullable(item.get(DETAILS)).map(details -> details(details.m(), item)));
    }

    private static Map<String, AttributeValue> details(LoggedTurn.Details details) {
        var item = ItemMapper.terms(details.terms());
        put(item, STATUS, details.status().text());
        put(item, OWNER, details.owner());
        put(item, BY, details.by());
        return item;
    }

    /** @param row with these details; the first row of an event names the owner itself */
    private static LoggedTurn.Details details(Map<String, AttributeValue> item, Map<String, AttributeValue> row) {
        boolean cancelled = Event.Status.CANCELLED.text().equals(text(item, STATUS));
        return new LoggedTurn.Details(
                ItemMapper.terms(item),
                cancelled ? Event.Status.CANCELLED : Event.Status.SCHEDULED,
                textOrNull(item.containsKey(OWNER) ? item : row, OWNER),
                textOrNull(item, BY));
    }

    private static AttributeValue change(RegistrationChange change) {
        var item = new HashMap<String, AttributeValue>();
        put(item, KIND, change.kind().text());
        put(item, USER_ID, change.userId());
        put(item, TICKET, change.ticket());
        if (change.confirmBy() != null) {
            put(item, CONFIRM_BY, change.confirmBy().toString());
        }
        put(item, REQUEST_KEY, change.requestKey());
        put(item, BY, change.by());
        return AttributeValue.fromM(item);
    }

    private static RegistrationChange change(AttributeValue value) {
        var item = value.m();
        return new RegistrationChange(
                Kind.of(text(item, KIND)),
                text(item, USER_ID),
                numberOrNull(item, TICKET),
                momentOrNull(item, CONFIRM_BY),
                textOrNull(item, REQUEST_KEY),
                textOrNull(item, BY));
    }
}
