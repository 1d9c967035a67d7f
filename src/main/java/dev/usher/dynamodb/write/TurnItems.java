package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.item.UpdateExpression;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.Turn.EntryChange;
import dev.usher.registrations.model.Turn.RowChange;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Maps a turn to the actions of one transaction, in this order: the event's row, its change log row, the registrations,
 * the waitlist entries, the departures, the description. Registrations and entries keep the order of the turn.
 */
final class TurnItems {
    /** Index of the action on the event's row. */
    static final int EVENT = 0;
    /** Index of the action on the change log row. */
    static final int LOG = 1;
    /** Index of the first action on a registration. */
    static final int ROWS = 2;

    static final int AT_MOST = 100;

    private TurnItems() {}

    /** @throws IllegalArgumentException if the turn contains a row twice or does not fit into one transaction */
    static List<TransactWriteItem> of(
            TableNames tables, Turn turn, Map<String, AttributeValue> logged, List<TransactWriteItem> description) {
        demandRowsOnce(turn);
        var eventId = turn.before().eventId();
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(event(tables, turn));
        actions.add(TransactItems.put(tables.changes(), logged, absent(VERSION)));
        turn.rows().forEach(change -> actions.add(row(tables, eventId, change)));
        turn.entries().forEach(change -> actions.add(entry(tables, turn, change)));
        actions.addAll(DepartureRows.additions(tables, eventId, turn.departures()));
        actions.addAll(description);
        if (actions.size() > AT_MOST) {
            throw new IllegalArgumentException("too many actions in one turn: " + actions.size());
        }
        return actions;
    }

    private static TransactWriteItem event(TableNames tables, Turn turn) {
        var before = ItemMapper.changeable(turn.before());
        var after = ItemMapper.changeable(turn.after());
        return TransactItems.update(
                tables.events(),
                ItemMapper.eventKey(turn.before().eventId()),
                UntoldMark.marked(
                        tables,
                        UpdateExpression.difference(before, after),
                        turn.after().version()),
                ConditionExpressions.eventIsAsPlannedOn(turn.before()));
    }

    private static TransactWriteItem row(TableNames tables, String eventId, RowChange change) {
        var assumed = change.before().map(ConditionExpressions::registrationIs).orElseGet(() -> absent(USER_ID));
        var key = ItemMapper.registrationKey(eventId, change.userId());
        if (change.before().equals(change.after())) {
            return TransactItems.check(tables.registrations(), key, assumed);
        }
        return change.after()
                .map(after -> after.registeredAt() == null
                        ? TransactItems.update(tables.registrations(), key, promotion(after), assumed)
                        : TransactItems.put(tables.registrations(), ItemMapper.item(after), assumed))
                .orElseGet(() -> TransactItems.delete(tables.registrations(), key, assumed));
    }

    /** Adds the version that writes a waitlist row. */
    static Map<String, AttributeValue> written(Map<String, AttributeValue> item, long version) {
        item.put(VERSION, number(version));
        return item;
    }

    /** Updates only some attributes: the row was not read, so the others must stay. */
    private static UpdateExpression promotion(Registration promoted) {
        return UpdateExpression.difference(Map.of(), ItemMapper.promotion(promoted));
    }

    private static TransactWriteItem entry(TableNames tables, Turn turn, EntryChange change) {
        var eventId = turn.before().eventId();
        if (change.joins()) {
            var item = ItemMapper.item(eventId, new Entry(change.ticket(), change.userId(), change.left(), turn.at()));
            return TransactItems.put(
                    tables.waitlist(), written(item, turn.after().version()), absent(TICKET));
        }
        var key = ItemMapper.entryKey(eventId, change.ticket());
        return change.deletes()
                ? TransactItems.delete(tables.waitlist(), key)
                : TransactItems.update(
                        tables.waitlist(), key, departure(), ConditionExpressions.stillWaits(change.userId()));
    }

    /** Marks an entry as left and removes the user from it. */
    private static UpdateExpression departure() {
        return UpdateExpression.difference(
                Map.of(), Map.of(LEFT, AttributeValue.fromBool(true), USER_ID, text(Entry.NO_USER)));
    }

    /** DynamoDB Local reports a repeated row as a failed condition, which would be retried for ever. */
    private static void demandRowsOnce(Turn turn) {
        var users = new HashSet<String>();
        var tickets = new HashSet<Long>();
        boolean once = turn.rows().stream().map(RowChange::userId).allMatch(users::add)
                && turn.entries().stream().map(EntryChange::ticket).allMatch(tickets::add);
        if (!once) {
            throw new IllegalArgumentException("a row occurs twice in one turn");
        }
    }
}
