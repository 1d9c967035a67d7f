package dev.usher.dynamodb;

import dev.usher.registrations.Line.Place;
import dev.usher.registrations.Registration;
import dev.usher.registrations.Turn;
import dev.usher.registrations.Turn.LineChange;
import dev.usher.registrations.Turn.RowChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * A turn as the actions of one transaction: the event's row, its row of the change log, then the users' rows, then the
 * waitlist's, as they come, then the departures that it counts, then its description.
 */
final class TurnActions {
    /** Where the event's row stands among the actions. */
    static final int EVENT = 0;
    /** Where the row of the change log stands. */
    static final int LOG = 1;
    /** Where the first of the users' rows stands. */
    static final int ROWS = 2;

    static final int AT_MOST = 100;

    private TurnActions() {}

    /** @throws IllegalArgumentException for a turn that has a row twice or does not fit into one transaction */
    static List<TransactWriteItem> of(
            Tables tables, Turn turn, Map<String, AttributeValue> logged, List<TransactWriteItem> description) {
        demandRowsOnce(turn);
        var eventId = turn.before().eventId();
        var actions = new ArrayList<TransactWriteItem>();
        long version = turn.after().version();
        actions.add(event(tables, turn));
        actions.add(Actions.put(tables.changes(), logged, Expression.absent(Attributes.VERSION)));
        turn.rows().forEach(change -> actions.add(row(tables, eventId, change, version)));
        turn.line().forEach(change -> actions.add(place(tables, turn, change)));
        actions.addAll(DepartureRows.additions(tables, eventId, turn.departures()));
        actions.addAll(description);
        if (actions.size() > AT_MOST) {
            throw new IllegalArgumentException("a turn of " + actions.size() + " actions");
        }
        return actions;
    }

    private static TransactWriteItem event(Tables tables, Turn turn) {
        var before = Items.changeable(turn.before());
        var after = Items.changeable(turn.after());
        return Actions.update(
                tables.events(),
                Items.eventKey(turn.before().eventId()),
                Update.difference(before, after),
                Conditions.eventIsAsPlannedOn(turn.before()));
    }

    private static TransactWriteItem row(Tables tables, String eventId, RowChange change, long version) {
        var assumed =
                change.before().map(Conditions::registrationIs).orElseGet(() -> Expression.absent(Attributes.USER_ID));
        var key = Items.registrationKey(eventId, change.userId());
        if (change.before().equals(change.after())) {
            return Actions.check(tables.registrations(), key, assumed);
        }
        return change.after()
                .map(after -> after.registeredAt() == null
                        ? Actions.update(tables.registrations(), key, promotion(after, version), assumed)
                        : Actions.put(tables.registrations(), written(Items.item(after), version), assumed))
                .orElseGet(() -> Actions.delete(tables.registrations(), key, assumed));
    }

    /** A row carries the version that wrote it. */
    static Map<String, AttributeValue> written(Map<String, AttributeValue> item, long version) {
        item.put(Attributes.VERSION, Values.number(version));
        return item;
    }

    /** The row was never read: what is not known of it stays. */
    private static Update promotion(Registration promoted, long version) {
        return Update.difference(
                Map.of(),
                Map.of(
                        Attributes.STATUS, Values.text(promoted.status().text()),
                        Attributes.PROMOTED_AT, Values.time(promoted.promotedAt()),
                        Attributes.VERSION, Values.number(version)));
    }

    private static TransactWriteItem place(Tables tables, Turn turn, LineChange change) {
        var eventId = turn.before().eventId();
        if (change.joins()) {
            var item = Items.item(eventId, new Place(change.ticket(), change.userId(), change.left(), turn.at()));
            return Actions.put(
                    tables.waitlist(), written(item, turn.after().version()), Expression.absent(Attributes.TICKET));
        }
        return Actions.update(
                tables.waitlist(),
                Items.placeKey(eventId, change.ticket()),
                Update.set(Attributes.LEFT, AttributeValue.fromBool(true)),
                Conditions.stillWaits(change.userId()));
    }

    /** DynamoDB Local reports such a turn as a failed condition, which would be tried for ever. */
    private static void demandRowsOnce(Turn turn) {
        var users = new HashSet<String>();
        var tickets = new HashSet<Long>();
        boolean once = turn.rows().stream().map(RowChange::userId).allMatch(users::add)
                && turn.line().stream().map(LineChange::ticket).allMatch(tickets::add);
        if (!once) {
            throw new IllegalArgumentException("a turn that has a row twice");
        }
    }
}
