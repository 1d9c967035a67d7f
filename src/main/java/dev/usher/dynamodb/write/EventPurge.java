package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.read.EventDescriptions;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.dynamodb.read.SerializableReads;
import dev.usher.events.Event;
import dev.usher.events.EventStore.PurgeResult;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Deletes an event for which no user ever registered, with its descriptions and its change log, in one transaction. The
 * first and the last row of the log stay, without content and for ever: a later event with the same id begins after
 * them, so that no reader takes its versions for those of the deleted one. Stateless.
 */
public final class EventPurge {
    /** Maximum actions of the transaction, and rows that are read. */
    private static final int MAX_ACTIONS = 100;

    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final SerializableReads serializable;
    private final Paginator pages;

    public EventPurge(DynamoDbGateway dynamo, TableNames tables) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.serializable = new SerializableReads(dynamo, tables);
        this.pages = new Paginator(dynamo);
    }

    /** @param event as it was read; if it has changed since, nothing is deleted */
    public Future<PurgeResult> purge(Event event) {
        if (hasUsers(event.counts())) {
            return Future.succeededFuture(PurgeResult.HAS_HISTORY);
        }
        var log = rows(event.eventId());
        var descriptions = rows(EventDescriptions.keyOf(event.eventId()));
        return Future.all(log, descriptions).compose(read -> purge(event, log.result(), descriptions.result()));
    }

    private Future<List<Map<String, AttributeValue>>> rows(String eventId) {
        var query = QueryExpressions.of(tables.changes(), ConditionExpressions.ofEvent(eventId))
                .limit(MAX_ACTIONS);
        return pages.query(query.build(), rows -> rows.items().size() >= MAX_ACTIONS)
                .map(Paginator.Rows::items);
    }

    private Future<PurgeResult> purge(
            Event event, List<Map<String, AttributeValue>> log, List<Map<String, AttributeValue>> descriptions) {
        if (log.stream().anyMatch(EventPurge::hasUsers) || log.size() + descriptions.size() >= MAX_ACTIONS) {
            return Future.succeededFuture(PurgeResult.HAS_HISTORY);
        }
        var missing = missing(event, log);
        return missing.isPresent() ? confirmed(event, missing.getAsLong()) : send(event, log, descriptions);
    }

    /** Returns the latest version since the creation of the event that the rows lack. */
    private static OptionalLong missing(Event event, List<Map<String, AttributeValue>> log) {
        long version = event.version();
        for (int i = log.size() - 1; i >= 0 && version(log.get(i)) == version; i--) {
            if (log.get(i).containsKey(CREATED_AT)) {
                return OptionalLong.empty();
            }
            version--;
        }
        return OptionalLong.of(version);
    }

    /**
     * A row that was not read may be half visible, or be written or deleted since: only a serializable read shows that
     * it is missing.
     */
    private Future<PurgeResult> confirmed(Event event, long missing) {
        return serializable.lacks(event, missing).map(lacks -> lacks ? PurgeResult.HAS_HISTORY : PurgeResult.CHANGED);
    }

    private Future<PurgeResult> send(
            Event event, List<Map<String, AttributeValue>> log, List<Map<String, AttributeValue>> descriptions) {
        var eventId = event.eventId();
        var token = UUID.randomUUID().toString();
        var now = Timestamp.now();
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(TransactItems.delete(
                tables.events(), ItemMapper.eventKey(eventId), ConditionExpressions.eventIsAsPlannedOn(event)));
        for (int i = 0; i < log.size(); i++) {
            long version = version(log.get(i));
            actions.add(
                    i == 0 || i == log.size() - 1
                            ? TransactItems.put(tables.changes(), ChangeItems.emptied(eventId, version, now, token))
                            : TransactItems.delete(tables.changes(), ItemMapper.changesKey(eventId, version)));
        }
        descriptions.forEach(row -> actions.add(TransactItems.delete(
                tables.changes(), ItemMapper.changesKey(EventDescriptions.keyOf(eventId), version(row)))));
        return new IdempotentTransaction(dynamo, token, actions)
                .settled()
                .map(settled -> settled.isCommitted() ? PurgeResult.DONE : PurgeResult.CHANGED);
    }

    private static long version(Map<String, AttributeValue> row) {
        return number(row, VERSION);
    }

    private static boolean hasUsers(Map<String, AttributeValue> logged) {
        return !logged.get(CHANGES).l().isEmpty() || hasUsers(ItemMapper.counts(logged, null));
    }

    private static boolean hasUsers(Event.Counts counts) {
        return counts.currentRegistrations() > 0 || counts.waitlistCount() > 0 || counts.lastTicket() > 0;
    }
}
