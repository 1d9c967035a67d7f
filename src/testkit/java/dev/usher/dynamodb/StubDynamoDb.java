package dev.usher.dynamodb;

import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** SDK client without a connection. A test overrides the operations that it expects. */
public abstract class StubDynamoDb implements DynamoDbAsyncClient {
    @Override
    public String serviceName() {
        return "dynamodb";
    }

    @Override
    public void close() {}
}
