package dev.usher.dynamodb;

import dev.usher.bus.Page;
import dev.usher.events.Event;
import dev.usher.events.EventStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The table of events, as far as it is not the ledger's. Stateless: any context may call it. */
public final class DynamoEvents implements EventStore {
    private final Dynamo dynamo;
    private final Tables tables;
    private final ChangeItems changes;
    private final Descriptions descriptions;
    private final Creations creations;
    private final KeyedReads reads;
    private final Pages pages;
    private final RowReader<Event> rows;

    /** @param changesDays how long a row of the change log is kept, 0 for ever */
    public DynamoEvents(Dynamo dynamo, Tables tables, int changesDays) {
        this.dynamo = dynamo;
        this.changes = new ChangeItems(changesDays);
        this.descriptions = new Descriptions(dynamo, tables, changesDays);
        this.tables = tables;
        this.creations = new Creations(dynamo);
        this.reads = new KeyedReads(dynamo, tables.events());
        this.pages = new Pages(dynamo);
        this.rows = new RowReader<>(dynamo, tables.events(), Attributes.EVENT_ID, Items::event);
    }

    @Override
    public Future<Event> create(Event event) {
        var token = UUID.randomUUID().toString();
        var item = Items.item(event);
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(Actions.put(tables.events(), item, Expression.absent(Attributes.EVENT_ID)));
        actions.add(
                Actions.put(tables.changes(), changes.creation(event, token), Expression.absent(Attributes.VERSION)));
        if (event.descriptionVersion() > 0) {
            actions.add(descriptions.creation(event));
        }
        return creations
                .create(event, item, new Transaction(dynamo, token, actions), Items::event)
                .compose(standing -> standing == event
                        ? Future.succeededFuture(event)
                        : descriptions.complete(Optional.of(standing)).map(Optional::orElseThrow));
    }

    @Override
    public Future<Map<String, Optional<Event>>> find(Set<String> eventIds) {
        return reads.rows(eventIds.stream().map(Items::eventKey).toList())
                .map(rows::byId)
                .compose(found -> descriptions
                        .complete(found.values().stream()
                                .flatMap(Optional::stream)
                                .toList())
                        .map(events -> {
                            var described = new HashMap<>(found);
                            events.forEach(event -> described.put(event.eventId(), Optional.of(event)));
                            return described;
                        }));
    }

    /** Strongly consistent, so that who creates an event finds it in the list. */
    @Override
    public Future<Page<Event>> list(int limit, String after) {
        int oneMore = limit + 1;
        var scan = ScanRequest.builder()
                .tableName(tables.events())
                .consistentRead(true)
                .limit(oneMore)
                .exclusiveStartKey(after == null ? null : Items.eventKey(after))
                .build();
        return pages.scan(scan, found -> found.items().size() >= oneMore)
                .map(found -> rows.page(found, limit))
                .compose(page -> descriptions.complete(page.items()).map(events -> new Page<>(events, page.next())));
    }
}
