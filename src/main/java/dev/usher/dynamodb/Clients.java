package dev.usher.dynamodb;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The SDK's clients as Usher needs them: two that share their connections. What may be repeated blindly is retried by
 * the SDK; a transaction is sent once, because only its owner knows when its outcome no longer matters.
 *
 * <p>Region and credentials come from the AWS default chain. Opening and closing block for a while and belong on a
 * worker thread.
 *
 * @param retrying for reads and everything else that may be repeated
 * @param once for transactions
 */
record Clients(
        DynamoDbAsyncClient retrying,
        DynamoDbAsyncClient once,
        SdkAsyncHttpClient connections,
        DefaultCredentialsProvider credentials)
        implements AutoCloseable {
    private static final int CONNECTIONS = 200;
    private static final int WAITING_FOR_A_CONNECTION = 10_000;
    private static final int ATTEMPTS = 3;
    private static final BackoffStrategy AFTER_FAILURE =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofMillis(200));
    private static final BackoffStrategy AFTER_THROTTLING =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofMillis(400));

    /**
     * Fails when the default chain has no region or no credentials.
     *
     * @param endpoint null for AWS's own
     */
    static Clients open(URI endpoint, Timeouts timeouts) {
        return open(endpoint, timeouts, CallWatch.NONE);
    }

    /** As above, with somebody who is told how calls end. */
    static Clients open(URI endpoint, Timeouts timeouts, CallWatch watch) {
        // Renewed behind the calls: a renewal on the calling thread would block an event loop.
        var credentials = DefaultCredentialsProvider.builder()
                .asyncCredentialUpdateEnabled(true)
                .build();
        credentials.resolveCredentials();
        var connections = NettyNioAsyncHttpClient.builder()
                .maxConcurrency(CONNECTIONS)
                .maxPendingConnectionAcquires(WAITING_FOR_A_CONNECTION)
                .connectionTimeout(timeouts.connect())
                .connectionAcquisitionTimeout(timeouts.acquire())
                .tcpKeepAlive(true)
                .build();
        var patiently = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(AFTER_FAILURE)
                .throttlingBackoffStrategy(AFTER_THROTTLING)
                .build();
        return new Clients(
                client(endpoint, credentials, connections, timeouts, timeouts.call(), patiently, watch),
                client(
                        endpoint,
                        credentials,
                        connections,
                        timeouts,
                        timeouts.attempt(),
                        AwsRetryStrategy.doNotRetry(),
                        watch),
                connections,
                credentials);
    }

    private static DynamoDbAsyncClient client(
            URI endpoint,
            AwsCredentialsProvider credentials,
            SdkAsyncHttpClient connections,
            Timeouts timeouts,
            Duration call,
            RetryStrategy retries,
            CallWatch watch) {
        var builder = DynamoDbAsyncClient.builder()
                .credentialsProvider(credentials)
                .httpClient(connections)
                .endpointDiscoveryEnabled(false)
                .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                // Nothing but the hop to the caller's context runs there.
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(override -> override.apiCallTimeout(call)
                        .apiCallAttemptTimeout(timeouts.attempt())
                        .retryStrategy(retries)
                        .addExecutionInterceptor(new WatchedCalls(watch)));
        return endpoint == null
                ? builder.build()
                : builder.endpointOverride(endpoint).build();
    }

    @Override
    public void close() {
        retrying.close();
        once.close();
        connections.close();
        credentials.close();
    }
}
