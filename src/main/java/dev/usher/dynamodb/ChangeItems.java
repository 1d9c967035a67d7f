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
        var counts = turn.counts();
        var item = new HashMap<>(Items.changesKey(turn.eventId(), turn.version()));
        item.put(AT, Values.time(turn.at()));
        item.put(CURRENT_REGISTRATIONS, Values.number(counts.currentRegistrations()));
        item.put(WAITLIST_COUNT, Values.number(counts.waitlistCount()));
        item.put(LAST_TICKET, Values.number(counts.lastTicket()));
        item.put(LINE_FLOOR, Values.number(counts.lineFloor()));
        if (counts.rosterDigest() != null) {
            item.put(ROSTER_DIGEST, Values.number(counts.rosterDigest()));
        }
        item.put(TURN, Values.text(token));
        item.put(
                CHANGES,
                AttributeValue.fromL(
                        turn.changes().stream().map(ChangeItems::change).toList()));
        turn.details().ifPresent(details -> item.put(DETAILS, AttributeValue.fromM(details(details))));
        if (days > 0) {
            var expires = Instant.parse(turn.at().text()).plus(Duration.ofDays(days));
            item.put(EXPIRES, Values.number(expires.getEpochSecond()));
        }
        return item;
    }

    /** The first row of an event. */
    Map<String, AttributeValue> creation(Event event, String token) {
        var details = new LoggedTurn.Details(event.terms(), event.status());
        var item = item(
                new LoggedTurn(event.eventId(), event.createdAt(), event.counts(), List.of(), Optional.of(details)),
                token);
        item.put(CREATED_AT, Values.time(event.createdAt()));
        if (event.requestKey() != null) {
            item.put(REQUEST_KEY, Values.text(event.requestKey()));
        }
        if (event.owner() != null) {
            item.put(OWNER, Values.text(event.owner()));
        }
        return item;
    }

    static LoggedTurn turn(Map<String, AttributeValue> item) {
        var counts = new Event.Counts(
                Values.count(item, CURRENT_REGISTRATIONS),
                Values.count(item, WAITLIST_COUNT),
                Values.number(item, LAST_TICKET),
                Values.number(item, LINE_FLOOR),
                Values.number(item, VERSION),
                item.containsKey(ROSTER_DIGEST) ? (Long) Values.number(item, ROSTER_DIGEST) : null);
        return new LoggedTurn(
                Values.text(item, EVENT_ID),
                Values.time(item, AT),
                counts,
                item.get(CHANGES).l().stream().map(ChangeItems::change).toList(),
                Optional.ofNullable(item.get(DETAILS)).map(details -> details(details.m())));
    }

    private static Map<String, AttributeValue> details(LoggedTurn.Details details) {
        var item = Items.terms(details.terms());
        item.put(STATUS, Values.text(details.status().text()));
        return item;
    }

    private static LoggedTurn.Details details(Map<String, AttributeValue> item) {
        boolean cancelled = Event.Status.CANCELLED.text().equals(Values.text(item, STATUS));
        return new LoggedTurn.Details(Items.terms(item), cancelled ? Event.Status.CANCELLED : Event.Status.SCHEDULED);
    }

    private static AttributeValue change(RegistrationChange change) {
        var item = new HashMap<String, AttributeValue>();
        item.put(KIND, Values.text(change.kind().text()));
        item.put(USER_ID, Values.text(change.userId()));
        if (change.ticket() != null) {
            item.put(TICKET, Values.number(change.ticket()));
        }
        if (change.requestKey() != null) {
            item.put(REQUEST_KEY, Values.text(change.requestKey()));
        }
        if (change.by() != null) {
            item.put(BY, Values.text(change.by()));
        }
        return AttributeValue.fromM(item);
    }

    private static RegistrationChange change(AttributeValue value) {
        var item = value.m();
        return new RegistrationChange(
                Kind.of(Values.text(item, KIND)),
                Values.text(item, USER_ID),
                item.containsKey(TICKET) ? (Long) Values.number(item, TICKET) : null,
                Values.textOrNull(item, REQUEST_KEY),
                Values.textOrNull(item, BY));
    }
}
