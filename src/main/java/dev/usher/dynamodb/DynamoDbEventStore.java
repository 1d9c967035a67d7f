package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.read.BatchGetter;
import dev.usher.dynamodb.read.EventDescriptions;
import dev.usher.dynamodb.read.EventIndex;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.dynamodb.read.RowReader;
import dev.usher.dynamodb.write.ChangeItems;
import dev.usher.dynamodb.write.EventPurge;
import dev.usher.dynamodb.write.IdempotentInserts;
import dev.usher.dynamodb.write.IdempotentTransaction;
import dev.usher.dynamodb.write.UntoldMark;
import dev.usher.events.Event;
import dev.usher.events.EventListCursor;
import dev.usher.events.EventStore;
import dev.usher.events.ListEvents;
import dev.usher.service.Page;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Creates, reads and purges events; the ledger updates them. Stateless: any context may call it. */
public final class DynamoDbEventStore implements EventStore {
    private static final int MAX_CONTINUATIONS = 3;

    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final ChangeItems changes;
    private final EventDescriptions descriptions;
    private final BatchGetter reads;
    private final BatchGetter listed;
    private final EventIndex index;
    private final RowReader<Event> rows;
    private final Paginator pages;
    private final EventPurge purges;

    /** @param changesDays days that a row of the change log is kept, 0 for ever */
    public DynamoDbEventStore(DynamoDbGateway dynamo, TableNames tables, int changesDays) {
        this.dynamo = dynamo;
        this.changes = new ChangeItems(changesDays);
        this.descriptions = new EventDescriptions(dynamo, tables, changesDays);
        this.tables = tables;
        this.reads = new BatchGetter(dynamo, tables.events());
        this.listed = BatchGetter.eventuallyConsistent(dynamo, tables.events());
        this.index = new EventIndex(dynamo, tables);
        this.rows = new RowReader<>(dynamo, tables.events(), EVENT_ID, ItemMapper::event);
        this.pages = new Paginator(dynamo);
        this.purges = new EventPurge(dynamo, tables);
    }

    @Override
    public Future<Event> create(Event event) {
        return create(event, MAX_CONTINUATIONS);
    }

    /** @param continuations how often the event may begin at a later version instead */
    private Future<Event> create(Event event, int continuations) {
        var token = UUID.randomUUID().toString();
        var item = UntoldMark.marked(tables, ItemMapper.item(event), event.version());
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(TransactItems.put(tables.events(), item, absent(EVENT_ID)));
        actions.add(TransactItems.put(tables.changes(), changes.creation(event, token), absent(VERSION)));
        if (event.descriptionVersion() > 0) {
            actions.add(descriptions.creation(event));
        }
        return IdempotentInserts.create(
                        event, item, new IdempotentTransaction(dynamo, token, actions), ItemMapper::event)
                .compose(stored -> {
                    if (stored.isEmpty()) {
                        return continued(event, continuations);
                    }
                    return stored.get() == event
                            ? Future.succeededFuture(event)
                            : descriptions.complete(stored).map(Optional::orElseThrow);
                });
    }

    /** Leaves out one version, so that readers of the change log find a gap between the two events. */
    private Future<Event> continued(Event event, int continuations) {
        if (continuations == 0) {
            return Future.failedFuture(new UnavailableException("the change log of a deleted event changes", null));
        }
        var newest = QueryExpressions.of(tables.changes(), ConditionExpressions.ofEvent(event.eventId()))
                .scanIndexForward(false)
                .limit(1)
                .build();
        return pages.query(newest, rows -> true).compose(rows -> {
            long last = rows.items().stream()
                    .mapToLong(row -> number(row, VERSION))
                    .findFirst()
                    .orElse(-1);
            return create(event.beginningAt(last + 2), continuations - 1);
        });
    }

    @Override
    public Future<PurgeResult> purge(Event event) {
        return purges.purge(event);
    }

    @Override
    public Future<Map<String, Optional<Event>>> find(Set<String> eventIds) {
        return findSummaries(eventIds).compose(found -> descriptions
                .complete(found.values().stream().flatMap(Optional::stream).toList())
                .map(events -> {
                    var described = new HashMap<>(found);
                    events.forEach(event -> described.put(event.eventId(), Optional.of(event)));
                    return described;
                }));
    }

    @Override
    public Future<Map<String, Optional<Event>>> findSummaries(Set<String> eventIds) {
        return reads.rows(eventIds.stream().map(ItemMapper::eventKey).toList()).map(rows::byId);
    }

    /** Eventually consistent: an index does not offer more. */
    @Override
    public Future<Page<Event>> list(ListEvents list) {
        return index.page(list).compose(page -> listed.rows(page.items().stream()
                        .map(item -> ItemMapper.eventKey(item.eventId()))
                        .toList())
                .map(rows::byId)
                .map(found -> page.items().stream()
                        .flatMap(item -> found.getOrDefault(item.eventId(), Optional.empty()).stream())
                        .filter(event -> list.status() == null || event.status() == list.status())
                        .toList())
                .compose(events -> descriptions
                        .completeFirst(events)
                        .map(shown ->
                                new Page<>(shown, shown.size() == events.size() ? page.next() : cursor(page, shown)))));
    }

    /** Returns where the page ends, as the index has it: the event itself may have another start by now. */
    private static String cursor(Page<EventListCursor> page, List<Event> shown) {
        var last = shown.get(shown.size() - 1).eventId();
        return page.items().stream()
                .filter(item -> item.eventId().equals(last))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
