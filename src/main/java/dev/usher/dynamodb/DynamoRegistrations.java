package dev.usher.dynamodb;

import dev.usher.bus.Page;
import dev.usher.events.Event;
import dev.usher.registrations.Registration;
import dev.usher.registrations.RegistrationStore;
import io.vertx.core.Future;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Reads of registrations outside the ledger. Stateless: any context may call it. */
public final class DynamoRegistrations implements RegistrationStore {
    private static final int ROWS_A_CALL_WHEN_FILTERED = 200;

    private final Tables tables;
    private final Pages pages;

    public DynamoRegistrations(Dynamo dynamo, Tables tables) {
        this.tables = tables;
        this.pages = new Pages(dynamo);
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
                .map(found -> Listed.page(found, limit, Items::registration, Registration::eventId));
    }

    /** Reads nothing while nobody has left the line out of turn, else counts from the nearer end of the line. */
    @Override
    public Future<Integer> position(Event event, long ticket) {
        var counts = event.counts();
        long inFront = ticket - counts.lineFloor();
        long behind = counts.lastTicket() - ticket;
        if (counts.waitlistCount() == counts.lastTicket() - counts.lineFloor()) {
            return Future.succeededFuture(atLeastOne(inFront));
        }
        return inFront <= behind
                ? waiting(event.eventId(), counts.lineFloor() + 1, ticket).map(DynamoRegistrations::atLeastOne)
                : waiting(event.eventId(), ticket + 1, counts.lastTicket())
                        .map(later -> atLeastOne(counts.waitlistCount() - later));
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
