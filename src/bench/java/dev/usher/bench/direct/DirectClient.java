package dev.usher.bench.direct;

import dev.usher.config.Settings;
import java.time.Duration;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * SDK client of the direct way, configured as the product's is for transactions: the same number of connections, the
 * same time for an attempt, no thread hop of its own, and no retries but those of {@link Patience}. Blocks while it
 * opens.
 */
final class DirectClient {
    private static final int CONNECTIONS = 200;
    private static final int WAITING_FOR_A_CONNECTION = 10_000;
    private static final int ATTEMPT_PERCENT = 16;

    private DirectClient() {}

    static DynamoDbAsyncClient open(Settings settings) {
        var attempt = Duration.ofMillis(settings.requestTimeoutMillis() * ATTEMPT_PERCENT / 100);
        var builder = DynamoDbAsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(CONNECTIONS)
                        .maxPendingConnectionAcquires(WAITING_FOR_A_CONNECTION)
                        .connectionAcquisitionTimeout(attempt)
                        .tcpKeepAlive(true))
                .endpointDiscoveryEnabled(false)
                .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(override -> override.apiCallTimeout(attempt)
                        .apiCallAttemptTimeout(attempt)
                        .retryStrategy(AwsRetryStrategy.doNotRetry()));
        settings.dynamodbEndpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
