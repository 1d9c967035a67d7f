package dev.usher;

import dev.usher.config.Settings;
import dev.usher.dynamodb.DynamoDbLedgerStore;
import dev.usher.dynamodb.DynamoDbRepairStore;
import dev.usher.dynamodb.DynamoDbUserStore;
import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.repair.EventRepair;
import dev.usher.repair.EventRepair.Result;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The {@code --repair} command over DynamoDB. */
final class RepairCommand {
    /** Longer than while serving, because no caller waits. */
    private static final long MIN_REQUEST_MILLIS = 30_000;

    private RepairCommand() {}

    /**
     * Prints the inconsistencies found, and the corrections made, to standard output: the report is the result of the
     * command and not part of a log. Completes on a context of a Vert.x instance that is left to the end of the
     * process.
     */
    static Future<Result> run(Settings settings, String eventId, boolean write) {
        var vertx = Vertx.vertx();
        var tables =
                TableNames.withPrefix(settings.tablePrefix(), settings.webhook().isPresent());
        long requestMillis = Math.max(MIN_REQUEST_MILLIS, settings.requestTimeoutMillis());
        return DynamoDbGateway.open(vertx, settings.dynamodbEndpoint().orElse(null), requestMillis)
                .compose(dynamo -> new EventRepair(
                                vertx,
                                new DynamoDbLedgerStore(dynamo, tables, 0),
                                new DynamoDbRepairStore(dynamo, tables, settings.changesDays()),
                                new DynamoDbUserStore(dynamo, tables),
                                System.out::println)
                        .run(eventId, write));
    }
}
