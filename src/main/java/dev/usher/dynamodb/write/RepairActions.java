package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.DynamoDbExpression;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.item.UpdateExpression;
import dev.usher.events.Event;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.repair.plan.Correction;
import dev.usher.repair.plan.RepairTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Maps a turn of a repair to the actions of one transaction. Writes are conditional on the rows that were read. */
public final class RepairActions {
    /** Attributes removed from the event's row unless the repaired event has them. */
    private static final Map<String, AttributeValue> REMOVED = Map.of(OWED, text(""));

    private final TableNames tables;
    private final ChangeItems changes;

    public RepairActions(TableNames tables, ChangeItems changes) {
        this.tables = tables;
        this.changes = changes;
    }

    public List<TransactWriteItem> of(RepairTurn turn, String token) {
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(turn.before().map(before -> update(before, turn.after())).orElseGet(() -> create(turn.after())));
        var logged = changes.item(turn.logged(), token);
        logged.put(REPAIRED, AttributeValue.fromBool(true));
        actions.add(TransactItems.put(tables.changes(), logged, absent(VERSION)));
        turn.corrections().forEach(correction -> add(actions, turn.after(), correction));
        return actions;
    }

    private TransactWriteItem create(Event event) {
        return TransactItems.put(
                tables.events(), UntoldMark.marked(tables, ItemMapper.item(event), event.version()), absent(EVENT_ID));
    }

    private TransactWriteItem update(Event before, Event after) {
        return TransactItems.update(
                tables.events(),
                ItemMapper.eventKey(after.eventId()),
                UntoldMark.marked(
                        tables, UpdateExpression.difference(REMOVED, ItemMapper.changeable(after)), after.version()),
                ConditionExpressions.eventIsAsPlannedOn(before));
    }

    private void add(List<TransactWriteItem> actions, Event event, Correction correction) {
        if (correction instanceof Correction.Entry entry) {
            actions.add(entry(event, entry));
        } else if (correction instanceof Correction.Ticket ticket) {
            var row = ticket.after();
            actions.add(TransactItems.put(
                    tables.registrations(),
                    ItemMapper.item(row),
                    ConditionExpressions.registrationIs(ticket.before())));
            actions.add(put(event, new Entry(row.ticket(), row.userId(), false), absent(TICKET)));
        } else if (correction instanceof Correction.Departed departed) {
            actions.add(DepartureRows.replacement(tables, event.eventId(), departed.row(), departed.tickets()));
        } else if (correction instanceof Correction.MissingUser missing) {
            actions.add(TransactItems.put(tables.users(), ItemMapper.item(missing.user()), absent(USER_ID)));
        }
    }

    private TransactWriteItem entry(Event event, Correction.Entry entry) {
        var assumed = entry.before().map(ConditionExpressions::entryIs).orElseGet(() -> absent(TICKET));
        return put(event, entry.after(), assumed);
    }

    private TransactWriteItem put(Event event, Entry entry, DynamoDbExpression assumed) {
        var item = TurnItems.written(ItemMapper.item(event.eventId(), entry), event.version());
        return TransactItems.put(tables.waitlist(), item, assumed);
    }
}
