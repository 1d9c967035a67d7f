package dev.usher.dynamodb;

import dev.usher.dynamodb.client.CallListener;
import dev.usher.dynamodb.client.CallTimeouts;
import dev.usher.dynamodb.client.DynamoDbGateway;
import io.vertx.core.Vertx;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** SDK client without a connection. A test overrides the operations that it expects. */
public abstract class StubDynamoDb implements DynamoDbAsyncClient {
    /** The gateway that a server would have, over this client. */
    public final DynamoDbGateway gateway(Vertx vertx) {
        return new DynamoDbGateway(vertx, this, this, CallTimeouts.within(5_000), CallListener.NONE, () -> {});
    }

    /** A cancelled transaction with the given reason for each of its items. */
    public static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(Stream.of(codes)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .statusCode(400)
                .build();
    }

    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {}
}
