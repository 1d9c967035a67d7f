package dev.usher.dynamodb;

import dev.usher.events.Event;
import dev.usher.registrations.CommitResult;
import dev.usher.registrations.LedgerStore;
import dev.usher.registrations.Line;
import dev.usher.registrations.LoggedTurn;
import dev.usher.registrations.Registration;
import dev.usher.registrations.Snapshot;
import dev.usher.registrations.Turn;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** What the ledger reads and writes. Stateless: any context may call it. */
public final class DynamoLedger implements LedgerStore {
    private final Dynamo dynamo;
    private final Tables tables;
    private final KeyedReads events;
    private final KeyedReads registrations;
    private final LineRows line;
    private final SerializableReads serializable;
    private final ChangeItems changes;
    private final Descriptions descriptions;
    private final Pages pages;

    /** @param changesDays how long a row of the change log is kept, 0 for ever */
    public DynamoLedger(Dynamo dynamo, Tables tables, int changesDays) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.events = new KeyedReads(dynamo, tables.events());
        this.registrations = new KeyedReads(dynamo, tables.registrations());
        this.line = new LineRows(dynamo, tables);
        this.serializable = new SerializableReads(dynamo, tables);
        this.changes = new ChangeItems(changesDays);
        this.descriptions = new Descriptions(dynamo, tables, changesDays);
        this.pages = new Pages(dynamo);
    }

    @Override
    public Future<Optional<Event>> event(String eventId) {
        return events.rows(List.of(Items.eventKey(eventId)))
                .compose(found ->
                        descriptions.complete(found.stream().findFirst().map(Items::event)));
    }

    @Override
    public Future<Map<String, Optional<Registration>>> rows(String eventId, Set<String> userIds) {
        var keys = userIds.stream()
                .map(userId -> Items.registrationKey(eventId, userId))
                .toList();
        return registrations.rows(keys).map(found -> {
            var rows = new HashMap<String, Optional<Registration>>();
            userIds.forEach(userId -> rows.put(userId, Optional.empty()));
            found.stream().map(Items::registration).forEach(row -> rows.put(row.userId(), Optional.of(row)));
            return rows;
        });
    }

    @Override
    public Future<Line> line(String eventId, long floor, int waiting) {
        return line.front(eventId, floor, waiting);
    }

    @Override
    public Future<Optional<Snapshot>> snapshot(String eventId, Set<String> userIds) {
        return serializable.snapshot(eventId, userIds).compose(read -> descriptions
                .complete(read.flatMap(Snapshot::event))
                .map(event -> read.map(snapshot -> new Snapshot(event, snapshot.rows()))));
    }

    @Override
    public Future<Optional<List<Registration>>> registrations(String eventId, int max) {
        var query =
                Queries.of(tables.registrations(), Conditions.ofEvent(eventId)).limit(max + 1);
        return pages.query(query.build(), rows -> rows.items().size() > max).map(rows -> Optional.of(rows.items())
                .filter(items -> items.size() <= max)
                .map(items -> items.stream().map(Items::registration).toList()));
    }

    @Override
    public Future<List<LoggedTurn>> changes(String eventId, long after, int max) {
        var above = Conditions.ofEvent(eventId).and(Expression.above(Attributes.VERSION, Values.number(after)));
        var query = Queries.of(tables.changes(), above).limit(max);
        return pages.query(query.build(), rows -> rows.items().size() >= max)
                .map(rows -> rows.items().stream().map(ChangeItems::turn).toList());
    }

    @Override
    public Commit prepare(Turn turn) {
        try {
            return new TurnCommit(dynamo, tables, changes, descriptions, turn);
        } catch (RuntimeException e) {
            var poison = new CommitResult.Poison(e);
            return () -> Future.succeededFuture(poison);
        }
    }

    @Override
    public Future<List<String>> eventsOwingSeats() {
        var scan = ScanRequest.builder()
                .tableName(tables.events())
                .indexName(Tables.SEATS_OWED)
                .build();
        return pages.scan(scan, rows -> false).map(rows -> rows.items().stream()
                .map(item -> Values.text(item, Attributes.EVENT_ID))
                .toList());
    }
}
