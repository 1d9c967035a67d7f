package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.dynamodb.read.RowReader;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.store.RegistrationStore;
import dev.usher.service.Page;
import io.vertx.core.Future;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Reads of registrations outside the ledger. Stateless: any context may call it. */
public final class DynamoDbRegistrationStore implements RegistrationStore {
    /** Of the first call. */
    private static final int ROWS_A_CALL_WHEN_FILTERED = 200;
    /** With twice as many rows each time: 6,200 rows, about 310 read units. */
    private static final int MAX_CALLS = 5;

    private final TableNames tables;
    private final Paginator pages;
    private final RowReader<Registration> ofUser;
    private final RowReader<Registration> ofEvent;
    private final RowReader<String> eventIds;

    public DynamoDbRegistrationStore(DynamoDbGateway dynamo, TableNames tables) {
        this.tables = tables;
        this.pages = new Paginator(dynamo);
        this.ofUser = new RowReader<>(dynamo, tables.registrations(), EVENT_ID, ItemMapper::registration);
        this.ofEvent = new RowReader<>(dynamo, tables.registrations(), USER_ID, ItemMapper::registration);
        this.eventIds = new RowReader<>(dynamo, tables.registrations(), EVENT_ID, item -> text(item, EVENT_ID));
    }

    @Override
    public Future<Page<Registration>> ofUser(String userId, Registration.Status status, int limit, String after) {
        var keys = ConditionExpressions.ofUserAfter(userId, after == null ? ItemMapper.ERASURES : after);
        var query = status == null
                ? QueryExpressions.of(tables.registrations(), keys).limit(limit + 1)
                : QueryExpressions.of(tables.registrations(), keys, ConditionExpressions.hasStatus(status))
                        .limit(ROWS_A_CALL_WHEN_FILTERED);
        // A global secondary index does not support consistent reads.
        return page(query.indexName(TableNames.USER_REGISTRATIONS).consistentRead(false), limit, ofUser);
    }

    @Override
    public Future<Page<String>> eventsOf(String userId, int limit, String after) {
        var keys = ConditionExpressions.ofUserAfter(userId, after == null ? ItemMapper.ERASURES : after);
        var query = QueryExpressions.of(tables.registrations(), keys).limit(limit + 1);
        return page(query.indexName(TableNames.USER_REGISTRATIONS).consistentRead(false), limit, eventIds);
    }

    @Override
    public Future<Page<Registration>> seated(String eventId, int limit, String after) {
        var keys = ConditionExpressions.ofEventAfter(eventId, after);
        var seated = ConditionExpressions.hasStatus(Registration.Status.REGISTERED);
        return page(
                QueryExpressions.of(tables.registrations(), keys, seated).limit(ROWS_A_CALL_WHEN_FILTERED),
                limit,
                ofEvent);
    }

    private <T> Future<Page<T>> page(QueryRequest.Builder query, int limit, RowReader<T> rows) {
        return pages.query(query.build(), found -> found.items().size() > limit || found.calls() == MAX_CALLS)
                .map(found -> rows.page(found, limit));
    }
}
