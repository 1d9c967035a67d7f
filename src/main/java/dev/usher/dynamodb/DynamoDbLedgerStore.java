package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;
import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import dev.usher.async.AsyncLoop;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.read.BatchGetter;
import dev.usher.dynamodb.read.EventDescriptions;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.dynamodb.read.RowReader;
import dev.usher.dynamodb.read.SerializableReads;
import dev.usher.dynamodb.write.ChangeItems;
import dev.usher.dynamodb.write.DepartureRows;
import dev.usher.dynamodb.write.TurnCommit;
import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.registrations.store.Snapshot;
import dev.usher.registrations.store.UnconfirmedSeat;
import dev.usher.service.Page;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Reads and writes of the ledger. Stateless: any context may call it. */
public final class DynamoDbLedgerStore implements LedgerStore {
    private final DynamoDbGateway dynamo;
    private final TableNames tables;
    private final BatchGetter events;
    private final BatchGetter registrations;
    private final WaitlistReader waitlist;
    private final DepartureRows departures;
    private final SerializableReads serializable;
    private final ChangeItems changes;
    private final EventDescriptions descriptions;
    private final Paginator pages;
    private final RowReader<UnconfirmedSeat> unconfirmedSeats;

    /** @param changesDays days that a row of the change log is kept, 0 for ever */
    public DynamoDbLedgerStore(DynamoDbGateway dynamo, TableNames tables, int changesDays) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.events = new BatchGetter(dynamo, tables.events());
        this.registrations = new BatchGetter(dynamo, tables.registrations());
        this.waitlist = new WaitlistReader(dynamo, tables);
        this.departures = new DepartureRows(dynamo, tables);
        this.serializable = new SerializableReads(dynamo, tables);
        this.changes = new ChangeItems(changesDays);
        this.descriptions = new EventDescriptions(dynamo, tables, changesDays);
        this.pages = new Paginator(dynamo);
        this.unconfirmedSeats = new RowReader<>(dynamo, tables.registrations(), EVENT_ID, ItemMapper::unconfirmed);
    }

    @Override
    public Future<Optional<Event>> event(String eventId) {
        return events.rows(List.of(ItemMapper.eventKey(eventId)))
                .compose(found ->
                        descriptions.complete(found.stream().findFirst().map(ItemMapper::event)));
    }

    @Override
    public Future<Map<String, Optional<Registration>>> rows(String eventId, Set<String> userIds) {
        var keys = userIds.stream()
                .map(userId -> ItemMapper.registrationKey(eventId, userId))
                .toList();
        return registrations.rows(keys).map(found -> {
            var rows = new HashMap<String, Optional<Registration>>();
            userIds.forEach(userId -> rows.put(userId, Optional.empty()));
            found.stream().map(ItemMapper::registration).forEach(row -> rows.put(row.userId(), Optional.of(row)));
            return rows;
        });
    }

    @Override
    public Future<WaitlistPrefix> waitlist(String eventId, long floor, int waiting) {
        return waitlist.front(eventId, floor, waiting);
    }

    @Override
    public Future<Departures> departures(String eventId, long floor, long upTo) {
        return departures.read(eventId, floor, upTo);
    }

    @Override
    public Future<Optional<Snapshot>> snapshot(String eventId, Set<String> userIds) {
        return serializable.snapshot(eventId, userIds).compose(read -> descriptions
                .complete(read.flatMap(Snapshot::event))
                .map(event -> read.map(snapshot -> new Snapshot(event, snapshot.rows()))));
    }

    @Override
    public Future<Page<Registration>> registrations(String eventId, int limit, String after) {
        var query = QueryExpressions.of(tables.registrations(), ConditionExpressions.ofEventAfter(eventId, after))
                .limit(limit);
        return pages.query(query.build(), rows -> true)
                .map(rows -> new Page<>(
                        rows.items().stream().map(ItemMapper::registration).toList(),
                        textOrNull(rows.next(), USER_ID)));
    }

    @Override
    public Future<List<LoggedTurn>> changes(String eventId, long after, int max) {
        var above = ConditionExpressions.ofEvent(eventId).and(above(VERSION, number(after)));
        var query = QueryExpressions.of(tables.changes(), above).limit(max);
        return pages.query(query.build(), rows -> rows.items().size() >= max)
                .map(rows -> rows.items().stream().map(ChangeItems::turn).toList());
    }

    @Override
    public Future<Optional<SortedSet<Long>>> absent(String eventId, long first, long last) {
        return serializable.absentChanges(eventId, first, last);
    }

    @Override
    public Commit prepare(Turn turn) {
        try {
            return new TurnCommit(dynamo, tables, changes, descriptions, turn);
        } catch (RuntimeException e) {
            var poison = new CommitResult.Rejected(e);
            return () -> Future.succeededFuture(poison);
        }
    }

    @Override
    public Future<List<String>> eventsOwingSeats() {
        var scan = ScanRequest.builder()
                .tableName(tables.events())
                .indexName(TableNames.SEATS_OWED)
                .build();
        return pages.scan(scan, rows -> false).compose(rows -> dynamo.checkClock()
                .map(right ->
                        rows.items().stream().map(item -> text(item, EVENT_ID)).toList()));
    }

    @Override
    public Future<?> unconfirmed(Instant until, int atOnce, Function<List<UnconfirmedSeat>, Future<?>> work) {
        var shards = IntStream.range(0, ItemMapper.UNCONFIRMED_SHARDS)
                .mapToObj(shard -> QueryExpressions.of(
                                tables.registrations(), ConditionExpressions.unconfirmed(shard, until))
                        .indexName(TableNames.UNCONFIRMED)
                        // A global secondary index does not support consistent reads.
                        .consistentRead(false)
                        .limit(atOnce / ItemMapper.UNCONFIRMED_SHARDS)
                        .build())
                .map(query -> AsyncLoop.from(query, part -> due(part, work)))
                .toList();
        return Future.join(shards);
    }

    /** Returns the query of the next part; null after the last. */
    private Future<QueryRequest> due(QueryRequest query, Function<List<UnconfirmedSeat>, Future<?>> work) {
        return pages.query(query, rows -> true)
                .compose(rows -> dynamo.checkClock().compose(right -> {
                    var seats = rows.items().stream()
                            .flatMap(item -> unconfirmedSeats.read(item).stream())
                            .toList();
                    return work.apply(seats)
                            .map(done -> rows.complete()
                                    ? null
                                    : query.toBuilder()
                                            .exclusiveStartKey(rows.next())
                                            .build());
                }));
    }
}
