package dev.usher.dynamodb;

import dev.usher.bus.Page;
import dev.usher.events.Event;
import dev.usher.events.EventStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** The table of events, as far as it is not the ledger's. Stateless: any context may call it. */
public final class DynamoEvents implements EventStore {
    private final Tables tables;
    private final Creations creations;
    private final KeyedReads reads;
    private final Pages pages;

    public DynamoEvents(Dynamo dynamo, Tables tables) {
        this.tables = tables;
        this.creations = new Creations(dynamo);
        this.reads = new KeyedReads(dynamo, tables.events());
        this.pages = new Pages(dynamo);
    }

    @Override
    public Future<Event> create(Event event) {
        return creations.create(tables.events(), event, Items.item(event), Conditions.eventIsNew(), Items::event);
    }

    @Override
    public Future<Map<String, Event>> find(Set<String> eventIds) {
        return reads.rows(eventIds.stream().map(Items::eventKey).toList())
                .map(rows ->
                        rows.stream().map(Items::event).collect(Collectors.toMap(Event::eventId, Function.identity())));
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
        return pages.scan(scan, rows -> rows.items().size() >= oneMore)
                .map(rows -> Listed.page(rows, limit, Items::event, Event::eventId));
    }
}
