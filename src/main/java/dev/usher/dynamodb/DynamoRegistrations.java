package dev.usher.dynamodb;

import dev.usher.bus.Page;
import dev.usher.events.Event;
import dev.usher.registrations.Registration;
import dev.usher.registrations.RegistrationStore;
import io.vertx.core.Future;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Reads of registrations outside the ledger. Stateless: any context may call it. */
public final class DynamoRegistrations implements RegistrationStore {
    private static final int ROWS_A_CALL_WHEN_FILTERED = 200;
    private static final int TRIES_FROM_BEHIND = 3;

    private final Tables tables;
    private final Pages pages;
    private final RowReader<Registration> ofUser;
    private final RowReader<Registration> ofEvent;
    private final KeyedReads events;

    public DynamoRegistrations(Dynamo dynamo, Tables tables) {
        this.tables = tables;
        this.pages = new Pages(dynamo);
        this.ofUser = new RowReader<>(dynamo, tables.registrations(), Attributes.EVENT_ID, Items::registration);
        this.ofEvent = new RowReader<>(dynamo, tables.registrations(), Attributes.USER_ID, Items::registration);
        this.events = new KeyedReads(dynamo, tables.events());
    }

    @Override
    public Future<Page<Registration>> ofUser(String userId, Registration.Status status, int limit, String after) {
        int oneMore = limit + 1;
        var rows = after == null ? Conditions.ofUser(userId) : Conditions.ofUserAfter(userId, after);
        var query = QueryRequest.builder().tableName(tables.registrations()).indexName(Tables.USER_REGISTRATIONS);
        if (status == null) {
            query.limit(oneMore);
            Queries.where(query, rows);
        } else {
            query.limit(ROWS_A_CALL_WHEN_FILTERED);
            Queries.where(query, rows, Conditions.hasStatus(status));
        }
        return pages.query(query.build(), found -> found.items().size() >= oneMore)
                .map(found -> ofUser.page(found, limit));
    }

    @Override
    public Future<Page<Registration>> seated(String eventId, int limit, String after) {
        int oneMore = limit + 1;
        var rows = after == null ? Conditions.ofEvent(eventId) : Conditions.ofEventAfter(eventId, after);
        var query = QueryRequest.builder()
                .tableName(tables.registrations())
                .consistentRead(true)
                .limit(ROWS_A_CALL_WHEN_FILTERED);
        Queries.where(query, rows, Conditions.hasStatus(Registration.Status.REGISTERED));
        return pages.query(query.build(), found -> found.items().size() >= oneMore)
                .map(found -> ofEvent.page(found, limit));
    }

    /** Reads nothing while nobody has left the line out of turn, else counts from the nearer end of the line. */
    @Override
    public Future<Integer> position(Event event, long ticket) {
        return position(event, ticket, 1);
    }

    private Future<Integer> position(Event event, long ticket, int attempt) {
        var counts = event.counts();
        long inFront = ticket - counts.lineFloor();
        long behind = counts.lastTicket() - ticket;
        if (counts.waitlistCount() == counts.lastTicket() - counts.lineFloor()) {
            return Future.succeededFuture(atLeastOne(inFront));
        }
        return inFront <= behind || attempt > TRIES_FROM_BEHIND
                ? waiting(event.eventId(), counts.lineFloor() + 1, ticket).map(DynamoRegistrations::atLeastOne)
                : fromBehind(event, ticket, attempt);
    }

    /**
     * Who leaves while the rows behind are counted would push the ticket back: the count holds for a version that still
     * stands. Counted from the front, whoever leaves only moves it forward, as leaving does.
     */
    private Future<Integer> fromBehind(Event event, long ticket, int attempt) {
        var counts = event.counts();
        return waiting(event.eventId(), ticket + 1, counts.lastTicket()).compose(later -> events.rows(
                        List.of(Items.eventKey(event.eventId())))
                .compose(now -> {
                    var fresh = now.stream().map(Items::event).findFirst().orElse(event);
                    boolean passed = fresh.counts().lineFloor() >= ticket;
                    return fresh.version() == event.version()
                            ? Future.succeededFuture(atLeastOne(counts.waitlistCount() - later))
                            : position(passed ? event : fresh, ticket, passed ? TRIES_FROM_BEHIND + 1 : attempt + 1);
                }));
    }

    private Future<Long> waiting(String eventId, long from, long to) {
        if (from > to) {
            return Future.succeededFuture(0L);
        }
        var query = QueryRequest.builder()
                .tableName(tables.waitlist())
                .consistentRead(true)
                .select(Select.COUNT);
        Queries.where(query, Conditions.lineBetween(eventId, from, to), Conditions.notLeft());
        return pages.query(query.build(), rows -> false).map(rows -> (long) rows.count());
    }

    private static int atLeastOne(long position) {
        return (int) Math.max(1, position);
    }
}
