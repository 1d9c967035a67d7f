package dev.usher.dynamodb;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableCreator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Fresh tables for each test class. */
public abstract class AgainstDynamoDb {
    private static final long REQUEST_MILLIS = 240_000;

    protected static Vertx vertx;
    protected static DynamoDbGateway dynamo;
    protected static TableNames tables;

    @BeforeAll
    protected static void open() throws Exception {
        vertx = Vertx.vertx();
        dynamo = get(DynamoDbGateway.open(vertx, TestDynamoDb.endpoint(), REQUEST_MILLIS));
        tables = TableNames.withPrefix(TestDynamoDb.newPrefix());
        get(new TableCreator(dynamo, tables).create());
    }

    /** Does not wait: closing the store's client takes two seconds of idle time. */
    @AfterAll
    protected static void close() {
        // The fields may be those of the next class by then.
        var ended = vertx;
        dynamo.close().onComplete(closed -> ended.close());
    }

    protected static void put(String table, Map<String, AttributeValue> item) throws Exception {
        get(dynamo.call(client -> client.putItem(put -> put.tableName(table).item(item))));
    }

    protected static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(240, TimeUnit.SECONDS);
    }
}
