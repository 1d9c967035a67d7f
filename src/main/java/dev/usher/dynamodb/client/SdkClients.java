package dev.usher.dynamodb.client;

import dev.usher.service.LogLimiter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/**
 * The two SDK clients, which share their connections. One retries idempotent calls. The other sends a transaction once,
 * because only the caller can decide whether to retry it.
 *
 * <p>The region comes from the AWS default chain. Opening and closing block: call them on a worker thread.
 *
 * @param retrying client for reads and other idempotent calls
 * @param once client for transactions
 * @param connections HTTP client of both, closed with them; null for clients that have their own
 * @param clock checks the clock against the responses of both
 */
public record SdkClients(
        DynamoDbAsyncClient retrying, DynamoDbAsyncClient once, SdkAsyncHttpClient connections, ClockSkew clock)
        implements AutoCloseable {
    private static final int CONNECTIONS = 200;
    private static final int WAITING_FOR_A_CONNECTION = 10_000;
    private static final int ATTEMPTS = 3;
    private static final BackoffStrategy AFTER_FAILURE =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofMillis(200));
    private static final BackoffStrategy AFTER_THROTTLING =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofMillis(400));

    /**
     * Opens both clients. Throws if no region is configured.
     *
     * @param endpoint null for the AWS endpoint of the region
     * @param listener listener for the calls of both clients
     */
    public static SdkClients open(
            URI endpoint, CallTimeouts timeouts, AwsCredentialsProvider credentials, CallListener listener) {
        var connections = NettyNioAsyncHttpClient.builder()
                .maxConcurrency(CONNECTIONS)
                .maxPendingConnectionAcquires(WAITING_FOR_A_CONNECTION)
                .connectionTimeout(timeouts.connect())
                .connectionAcquisitionTimeout(timeouts.attempt())
                .tcpKeepAlive(true)
                .build();
        var patiently = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(AFTER_FAILURE)
                .throttlingBackoffStrategy(AFTER_THROTTLING)
                .build();
        var clock = new ClockSkew(listener, new LogLimiter());
        var builder = DynamoDbAsyncClient.builder()
                .credentialsProvider(credentials)
                .httpClient(connections)
                .endpointDiscoveryEnabled(false)
                .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                // Completions only switch to the caller's context, so they run on the SDK's thread.
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        var override = ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(timeouts.attempt())
                .executionInterceptors(List.<ExecutionInterceptor>of(
                        new CallListenerInterceptor(listener), new ClockInterceptor(clock)));
        return new SdkClients(
                client(builder, override.apiCallTimeout(timeouts.call()).retryStrategy(patiently)),
                client(
                        builder,
                        override.apiCallTimeout(timeouts.attempt()).retryStrategy(AwsRetryStrategy.doNotRetry())),
                connections,
                clock);
    }

    private static DynamoDbAsyncClient client(
            DynamoDbAsyncClientBuilder builder, ClientOverrideConfiguration.Builder override) {
        return builder.overrideConfiguration(override.build()).build();
    }

    @Override
    public void close() {
        retrying.close();
        once.close();
        connections.close();
    }
}
