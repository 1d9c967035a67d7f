package dev.usher.dynamodb;

import dev.usher.bus.Deadline;
import dev.usher.bus.Page;
import dev.usher.bus.UnavailableException;
import dev.usher.registrations.Departures;
import dev.usher.registrations.Line.Place;
import dev.usher.registrations.Registration;
import dev.usher.repair.LastLogged;
import dev.usher.repair.RepairStore;
import dev.usher.repair.RepairTurn;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** What the self-check and repairs read and write. Stateless: any context may call it. */
public final class DynamoRepair implements RepairStore {
    private static final long COMMIT_MILLIS = 30_000;
    private static final long MAX_PAUSE_MILLIS = 200;
    private static final int SCANNED_ROWS = 100;
    /** Sorts behind every id. */
    private static final String BEHIND_ALL_IDS = "~~";

    private final Dynamo dynamo;
    private final Tables tables;
    private final KeyedReads events;
    private final SerializableReads serializable;
    private final RepairActions actions;
    private final Descriptions descriptions;
    private final Pages pages;
    private final DepartureRows departures;

    /** @param changesDays how long a row of the change log is kept, 0 for ever */
    public DynamoRepair(Dynamo dynamo, Tables tables, int changesDays) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.events = new KeyedReads(dynamo, tables.events());
        this.serializable = new SerializableReads(dynamo, tables);
        this.actions = new RepairActions(tables, new ChangeItems(changesDays));
        this.descriptions = new Descriptions(dynamo, tables, changesDays);
        this.pages = new Pages(dynamo);
        this.departures = new DepartureRows(dynamo, tables);
    }

    @Override
    public Future<Optional<EventRow>> event(String eventId) {
        return events.rows(List.of(Items.eventKey(eventId)))
                .map(found -> found.stream().findFirst())
                .compose(item -> descriptions
                        .complete(item.map(Items::event))
                        .map(event -> event.map(
                                known -> new EventRow(known, item.get().containsKey(Attributes.OWED)))));
    }

    @Override
    public Future<Page<Registration>> registrations(String eventId, int limit, String after) {
        var rows = after == null ? Conditions.ofEvent(eventId) : Conditions.ofEventAfter(eventId, after);
        return page(tables.registrations(), rows, limit + 1)
                .map(found -> listed(found, limit, Items::registration, Registration::userId));
    }

    @Override
    public Future<Page<Place>> waitlist(String eventId, int limit, long above) {
        return page(tables.waitlist(), Conditions.lineAbove(eventId, above), limit + 1)
                .map(found -> listed(found, limit, Items::place, place -> Long.toString(place.ticket())));
    }

    private Future<Pages.Rows> page(String table, Expression rows, int limit) {
        return pages.query(
                Queries.of(table, rows).limit(limit).build(),
                found -> found.items().size() >= limit);
    }

    /** A row that cannot be read fails the page: a repair must see every row. */
    private static <T> Page<T> listed(
            Pages.Rows rows, int limit, Function<Map<String, AttributeValue>, T> row, Function<T, String> id) {
        var items = rows.items().stream().limit(limit).map(row).toList();
        boolean more = rows.items().size() > limit;
        return new Page<>(items, more ? id.apply(items.get(items.size() - 1)) : null);
    }

    @Override
    public Future<Optional<Map<Long, Optional<Place>>>> entries(String eventId, Set<Long> tickets) {
        return serializable.entries(eventId, tickets);
    }

    @Override
    public Future<Departures> departures(String eventId, long floor, long upTo) {
        return departures.read(eventId, floor, upTo);
    }

    @Override
    public Future<LastLogged> lastLogged(String eventId) {
        return logged(eventId, false)
                .map(row -> row.map(item -> new LastLogged(Values.number(item, Attributes.VERSION), !expired(item)))
                        .orElse(new LastLogged(0, false)));
    }

    private static boolean expired(Map<String, AttributeValue> item) {
        return item.containsKey(Attributes.EXPIRES)
                && Values.number(item, Attributes.EXPIRES) <= Instant.now().getEpochSecond();
    }

    @Override
    public Future<Optional<Origin>> origin(String eventId) {
        return logged(eventId, true)
                .map(row -> row.map(item -> new Origin(
                        Values.time(
                                item, item.containsKey(Attributes.CREATED_AT) ? Attributes.CREATED_AT : Attributes.AT),
                        Values.textOrNull(item, Attributes.REQUEST_KEY),
                        Values.textOrNull(item, Attributes.OWNER))));
    }

    private Future<Optional<Map<String, AttributeValue>>> logged(String eventId, boolean oldest) {
        var query = Queries.of(tables.changes(), Conditions.ofEvent(eventId))
                .scanIndexForward(oldest)
                .limit(1)
                .build();
        return pages.query(query, rows -> true)
                .map(rows -> rows.items().stream().findFirst());
    }

    /** Goes on behind all rows of the last event that was met. */
    @Override
    public Future<Page<String>> eventsWithRegistrations(String after) {
        var scan = ScanRequest.builder()
                .tableName(tables.registrations())
                .projectionExpression(Expression.alias(Attributes.EVENT_ID))
                .expressionAttributeNames(Map.of(Expression.alias(Attributes.EVENT_ID), Attributes.EVENT_ID))
                .limit(SCANNED_ROWS)
                .exclusiveStartKey(after == null ? null : Items.registrationKey(after, BEHIND_ALL_IDS))
                .build();
        return pages.scan(scan, rows -> true).map(rows -> {
            var ids = rows.items().stream()
                    .map(item -> Values.text(item, Attributes.EVENT_ID))
                    .distinct()
                    .collect(Collectors.toList());
            return new Page<>(ids, rows.complete() || ids.isEmpty() ? null : ids.get(ids.size() - 1));
        });
    }

    @Override
    public Future<Boolean> commit(RepairTurn turn) {
        var token = UUID.randomUUID().toString();
        var transaction = new Transaction(dynamo, token, actions.of(turn, token));
        return transaction
                .settled(Deadline.inMillis(COMMIT_MILLIS), dynamo.backoff(MAX_PAUSE_MILLIS))
                .compose(settled -> {
                    boolean committed = settled.verdict().kind() == Verdict.Kind.COMMITTED;
                    return committed || !settled.doubtful()
                            ? Future.succeededFuture(committed)
                            : serializable
                                    .committed(
                                            turn.after().eventId(), turn.after().version(), token)
                                    .map(own -> own.orElseThrow(() ->
                                            new UnavailableException("a transaction on the event is pending", null)));
                });
    }
}
