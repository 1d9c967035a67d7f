package dev.usher.dynamodb;

import static dev.usher.dynamodb.Attributes.*;

import dev.usher.events.Event;
import dev.usher.registrations.LoggedTurn;
import dev.usher.registrations.RegistrationChange;
import dev.usher.registrations.RegistrationChange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows of the change log as records, and records as rows. */
final class ChangeItems {
    private final int days;

    /** @param days how long a row is kept, 0 for ever */
    ChangeItems(int days) {
        this.days = days;
    }

    /** @param token of the transaction that writes the row */
    Map<String, AttributeValue> item(LoggedTurn turn, String token) {
        var item = new HashMap<>(Items.changesKey(turn.eventId(), turn.version()));
        Values.put(item, AT, turn.at());
        Items.putCounts(item, turn.counts());
        Values.put(item, TURN, token);
        item.put(
                CHANGES,
                AttributeValue.fromL(
                        turn.changes().stream().map(ChangeItems::change).toList()));
        turn.details().ifPresent(details -> item.put(DETAILS, AttributeValue.fromM(details(details))));
        if (days > 0) {
            var expires = Instant.parse(turn.at().text()).plus(Duration.ofDays(days));
            Values.put(item, EXPIRES, expires.getEpochSecond());
        }
        return item;
    }

    /** The first row of an event. */
    Map<String, AttributeValue> creation(Event event, String token) {
        var details = new LoggedTurn.Details(event.terms(), event.status());
        var item = item(
                new LoggedTurn(event.eventId(), event.createdAt(), event.counts(), List.of(), Optional.of(details)),
                token);
        Values.put(item, CREATED_AT, event.createdAt());
        Values.put(item, REQUEST_KEY, event.requestKey());
        Values.put(item, OWNER, event.owner());
        return item;
    }

    static LoggedTurn turn(Map<String, AttributeValue> item) {
        return new LoggedTurn(
                Values.text(item, EVENT_ID),
                Values.time(item, AT),
                Items.counts(item, Values.numberOrNull(item, ROSTER_DIGEST)),
                item.get(CHANGES).l().stream().map(ChangeItems::change).toList(),
                Optional.ofNullable(item.get(DETAILS)).map(details -> details(details.m())));
    }

    private static Map<String, AttributeValue> details(LoggedTurn.Details details) {
        var item = Items.terms(details.terms());
        Values.put(item, STATUS, details.status().text());
        return item;
    }

    private static LoggedTurn.Details details(Map<String, AttributeValue> item) {
        boolean cancelled = Event.Status.CANCELLED.text().equals(Values.text(item, STATUS));
        return new LoggedTurn.Details(Items.terms(item), cancelled ? Event.Status.CANCELLED : Event.Status.SCHEDULED);
    }

    private static AttributeValue change(RegistrationChange change) {
        var item = new HashMap<String, AttributeValue>();
        Values.put(item, KIND, change.kind().text());
        Values.put(item, USER_ID, change.userId());
        Values.put(item, TICKET, change.ticket());
        Values.put(item, REQUEST_KEY, change.requestKey());
        Values.put(item, BY, change.by());
        return AttributeValue.fromM(item);
    }

    private static RegistrationChange change(AttributeValue value) {
        var item = value.m();
        return new RegistrationChange(
                Kind.of(Values.text(item, KIND)),
                Values.text(item, USER_ID),
                Values.numberOrNull(item, TICKET),
                Values.textOrNull(item, REQUEST_KEY),
                Values.textOrNull(item, BY));
    }
}
