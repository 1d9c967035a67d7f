package dev.usher.dynamodb;

import dev.usher.bus.Page;
import dev.usher.registrations.Departures;
import dev.usher.registrations.Registration;
import dev.usher.registrations.RegistrationStore;
import io.vertx.core.Future;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Reads of registrations outside the ledger. Stateless: any context may call it. */
public final class DynamoRegistrations implements RegistrationStore {
    private static final int ROWS_A_CALL_WHEN_FILTERED = 200;

    private final Tables tables;
    private final Pages pages;
    private final RowReader<Registration> ofUser;
    private final RowReader<Registration> ofEvent;
    private final DepartureRows departures;

    public DynamoRegistrations(Dynamo dynamo, Tables tables) {
        this.tables = tables;
        this.pages = new Pages(dynamo);
        this.ofUser = new RowReader<>(dynamo, tables.registrations(), Attributes.EVENT_ID, Items::registration);
        this.ofEvent = new RowReader<>(dynamo, tables.registrations(), Attributes.USER_ID, Items::registration);
        this.departures = new DepartureRows(dynamo, tables);
    }

    @Override
    public Future<Page<Registration>> ofUser(String userId, Registration.Status status, int limit, String after) {
        var keys = after == null ? Conditions.ofUser(userId) : Conditions.ofUserAfter(userId, after);
        var query = status == null
                ? Queries.of(tables.registrations(), keys).limit(limit + 1)
                : Queries.of(tables.registrations(), keys, Conditions.hasStatus(status))
                        .limit(ROWS_A_CALL_WHEN_FILTERED);
        // An index has no consistent reads.
        return page(query.indexName(Tables.USER_REGISTRATIONS).consistentRead(false), limit, ofUser);
    }

    @Override
    public Future<Page<Registration>> seated(String eventId, int limit, String after) {
        var keys = after == null ? Conditions.ofEvent(eventId) : Conditions.ofEventAfter(eventId, after);
        var seated = Conditions.hasStatus(Registration.Status.REGISTERED);
        return page(Queries.of(tables.registrations(), keys, seated).limit(ROWS_A_CALL_WHEN_FILTERED), limit, ofEvent);
    }

    private Future<Page<Registration>> page(QueryRequest.Builder query, int limit, RowReader<Registration> rows) {
        return pages.query(query.build(), found -> found.items().size() > limit).map(found -> rows.page(found, limit));
    }

    @Override
    public Future<Departures> departures(String eventId, long floor, long upTo) {
        return departures.read(eventId, floor, upTo);
    }
}
