package dev.usher.audit;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * SDK clients for stores on loopback that accept any credentials, and what they do with whole tables. All share their
 * connections, which stay open: closing those of the last client blocks for two seconds.
 */
public final class LocalClient {
    private static final SdkAsyncHttpClient CONNECTIONS =
            NettyNioAsyncHttpClient.builder().maxConcurrency(200).build();

    private static final int ITEMS_A_CALL = 25;
    private static final int ITEMS_AT_ONCE = 16 * ITEMS_A_CALL;

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

    /** Writes items with different keys, several calls at a time. Blocks its caller. */
    public static void putAll(DynamoDbAsyncClient dynamo, String table, List<Map<String, AttributeValue>> items) {
        for (int from = 0; from < items.size(); from += ITEMS_AT_ONCE) {
            var calls = new ArrayList<CompletableFuture<?>>();
            int to = Math.min(from + ITEMS_AT_ONCE, items.size());
            for (int first = from; first < to; first += ITEMS_A_CALL) {
                var writes = items.subList(first, Math.min(first + ITEMS_A_CALL, to)).stream()
                        .map(item -> WriteRequest.builder()
                                .putRequest(put -> put.item(item))
                                .build())
                        .toList();
                calls.add(dynamo.batchWriteItem(batch -> batch.requestItems(Map.of(table, writes))));
            }
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
        }
    }

    /** Reads all items of a table. Blocks its caller. */
    public static List<Map<String, AttributeValue>> scan(DynamoDbAsyncClient dynamo, String table) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        dynamo.scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .subscribe(items::add)
                .join();
        return items;
    }
}
