package dev.usher.dynamodb;

import dev.usher.events.Event;
import dev.usher.registrations.Line.Place;
import dev.usher.repair.Correction;
import dev.usher.repair.RepairTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** A turn of a repair as the actions of one transaction. Every row stands on what was read of it. */
final class RepairActions {
    /** What the event's row loses where the event after the repair does not have it. */
    private static final Map<String, AttributeValue> REMOVED = Map.of(Attributes.OWED, Values.text(""));

    private final Tables tables;
    private final ChangeItems changes;

    RepairActions(Tables tables, ChangeItems changes) {
        this.tables = tables;
        this.changes = changes;
    }

    List<TransactWriteItem> of(RepairTurn turn, String token) {
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(turn.before().map(before -> update(before, turn.after())).orElseGet(() -> create(turn.after())));
        var logged = changes.item(turn.logged(), token);
        logged.put(Attributes.REPAIRED, AttributeValue.fromBool(true));
        actions.add(Actions.put(tables.changes(), logged, Expression.absent(Attributes.VERSION)));
        turn.corrections().forEach(correction -> add(actions, turn.after(), correction));
        return actions;
    }

    private TransactWriteItem create(Event event) {
        return Actions.put(tables.events(), Items.item(event), Expression.absent(Attributes.EVENT_ID));
    }

    private TransactWriteItem update(Event before, Event after) {
        return Actions.update(
                tables.events(),
                Items.eventKey(after.eventId()),
                Update.difference(REMOVED, Items.changeable(after)),
                Conditions.eventIsAsPlannedOn(before));
    }

    private void add(List<TransactWriteItem> actions, Event event, Correction correction) {
        if (correction instanceof Correction.Entry entry) {
            actions.add(entry(event, entry));
        } else if (correction instanceof Correction.Ticket ticket) {
            var row = ticket.after();
            var item = TurnActions.written(Items.item(row), event.version());
            actions.add(Actions.put(tables.registrations(), item, Conditions.registrationIs(ticket.before())));
            actions.add(put(event, new Place(row.ticket(), row.userId(), false), Expression.absent(Attributes.TICKET)));
        } else if (correction instanceof Correction.Departed departed) {
            actions.add(DepartureRows.replacement(tables, event.eventId(), departed.row(), departed.tickets()));
        } else if (correction instanceof Correction.MissingUser missing) {
            actions.add(Actions.put(tables.users(), Items.item(missing.user()), Expression.absent(Attributes.USER_ID)));
        }
    }

    private TransactWriteItem entry(Event event, Correction.Entry entry) {
        var assumed = entry.before().map(Conditions::entryIs).orElseGet(() -> Expression.absent(Attributes.TICKET));
        return put(event, entry.after(), assumed);
    }

    private TransactWriteItem put(Event event, Place place, Expression assumed) {
        var item = TurnActions.written(Items.item(event.eventId(), place), event.version());
        return Actions.put(tables.waitlist(), item, assumed);
    }
}
