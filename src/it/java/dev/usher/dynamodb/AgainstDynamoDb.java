package dev.usher.dynamodb;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Fresh tables for each test class. */
abstract class AgainstDynamoDb {
    private static final long REQUEST_MILLIS = 60_000;

    static Vertx vertx;
    static Dynamo dynamo;
    static Tables tables;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        dynamo = get(Dynamo.open(vertx, TestDynamoDb.endpoint(), REQUEST_MILLIS));
        tables = Tables.withPrefix(TestDynamoDb.newPrefix());
        get(new TableCreator(dynamo, tables).create());
    }

    @AfterAll
    static void close() throws Exception {
        get(dynamo.close());
        get(vertx.close());
    }

    static void put(String table, Map<String, AttributeValue> item) throws Exception {
        get(dynamo.call(client -> client.putItem(put -> put.tableName(table).item(item))));
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    }
}
