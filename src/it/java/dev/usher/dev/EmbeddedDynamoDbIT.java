package dev.usher.dev;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.DynamoDbUserStore;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.table.TableCreator;
import dev.usher.service.Timestamp;
import dev.usher.users.User;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDynamoDbIT {
    private static final TableNames TABLES = TableNames.withPrefix("dev-");
    private static final User ANN = new User("ann", "Ann", Timestamp.now(), null);

    private final Vertx vertx = Vertx.vertx();

    /** Does not wait for the store's clients: closing one takes two seconds of idle time. */
    @Test
    void whatIsKeptInADirectorySurvivesARestart(@TempDir Path directory) throws Exception {
        TestDynamoDb.setCredentials();
        var data = directory.resolve("data");
        try (var first = EmbeddedDynamoDb.on(data)) {
            var dynamo = opened(first);
            get(new DynamoDbUserStore(dynamo, TABLES).create(ANN));
            dynamo.close();
        }
        try (var second = EmbeddedDynamoDb.on(data)) {
            var dynamo = opened(second);
            assertThat(get(new DynamoDbUserStore(dynamo, TABLES).find(Set.of("ann"))))
                    .containsValue(Optional.of(ANN));
            dynamo.close().onComplete(closed -> vertx.close());
        }
    }

    private DynamoDbGateway opened(EmbeddedDynamoDb server) throws Exception {
        var dynamo = get(DynamoDbGateway.open(vertx, server.endpoint(), 240_000));
        get(new TableCreator(dynamo, TABLES).create());
        return dynamo;
    }
}
