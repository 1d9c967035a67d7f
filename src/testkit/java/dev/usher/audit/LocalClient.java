package dev.usher.audit;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/**
 * SDK clients for stores on loopback that accept any credentials. All share their connections, which stay open: closing
 * those of the last client blocks for two seconds.
 */
public final class LocalClient {
    private static final SdkAsyncHttpClient CONNECTIONS =
            NettyNioAsyncHttpClient.builder().maxConcurrency(200).build();

    private LocalClient() {}

    public static DynamoDbAsyncClient of(URI endpoint) {
        return builder(endpoint).build();
    }

    /** Builder for callers that need other options, such as no retries. */
    public static DynamoDbAsyncClientBuilder builder(URI endpoint) {
        return DynamoDbAsyncClient.builder()
                .httpClient(CONNECTIONS)
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }
}
