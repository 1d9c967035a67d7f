package dev.usher.dynamodb;

import dev.usher.bus.Page;
import dev.usher.registrations.Departures;
import dev.usher.registrations.Registration;
import dev.usher.registrations.RegistrationStore;
import dev.usher.registrations.WaitlistEntry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Reads of registrations outside the ledger. Stateless: any context may call it. */
public final class DynamoRegistrations implements RegistrationStore {
    private static final int ROWS_A_CALL_WHEN_FILTERED = 200;
    /** A read of one row by its key costs as much as a query of about so many short ones. */
    private static final int ROWS_FOR_A_KEY = 16;

    private final Tables tables;
    private final Pages pages;
    private final RowReader<Registration> ofUser;
    private final RowReader<Registration> ofEvent;
    private final KeyedReads waitlist;
    private final DepartureRows departures;
    private final DepartureScans scans;

    public DynamoRegistrations(Dynamo dynamo, Tables tables) {
        this.tables = tables;
        this.pages = new Pages(dynamo);
        this.ofUser = new RowReader<>(dynamo, tables.registrations(), Attributes.EVENT_ID, Items::registration);
        this.ofEvent = new RowReader<>(dynamo, tables.registrations(), Attributes.USER_ID, Items::registration);
        this.waitlist = new KeyedReads(dynamo, tables.waitlist());
        this.departures = new DepartureRows(dynamo, tables);
        this.scans = new DepartureScans(dynamo, tables);
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

    @Override
    public Future<Departures> departures(String eventId, long above, long upTo) {
        return departures.read(eventId, above, upTo).map(counted -> scans.remembered(eventId, counted));
    }

    @Override
    public Future<Departures> scanDepartures(String eventId, long above) {
        return scans.scan(eventId, above);
    }

    /** By a query where the tickets are near one another, each by its key where that costs less. */
    @Override
    public Future<Map<Long, WaitlistEntry>> entries(String eventId, List<Long> tickets) {
        long first = tickets.get(0);
        long last = tickets.get(tickets.size() - 1);
        boolean near = last - first < ROWS_FOR_A_KEY * (long) tickets.size();
        return (near ? entriesBetween(eventId, first, last) : entriesByKey(eventId, tickets))
                .map(items -> items.stream()
                        .map(Items::waitlistEntry)
                        .collect(Collectors.toMap(WaitlistEntry::ticket, Function.identity())));
    }

    private Future<List<Map<String, AttributeValue>>> entriesBetween(String eventId, long first, long last) {
        var query = QueryRequest.builder().tableName(tables.waitlist()).consistentRead(true);
        Queries.where(query, Conditions.lineBetween(eventId, first, last));
        return pages.query(query.build(), rows -> false).map(Pages.Rows::items);
    }

    private Future<List<Map<String, AttributeValue>>> entriesByKey(String eventId, List<Long> tickets) {
        return waitlist.rows(
                tickets.stream().map(ticket -> Items.placeKey(eventId, ticket)).toList());
    }
}
