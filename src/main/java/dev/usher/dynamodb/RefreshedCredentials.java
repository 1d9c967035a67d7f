package dev.usher.dynamodb;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials that are at hand when a call is made. A thread of its own asks their source, which may be a service
 * across the network, so that no event loop waits for it. While the source fails, the last credentials stay in use.
 */
final class RefreshedCredentials implements AwsCredentialsProvider, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshedCredentials.class);
    /** The source itself keeps what it has until shortly before it expires. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final AwsCredentialsProvider source;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(RefreshedCredentials::daemon);
    private final LogLimiter limiter = new LogLimiter();
    private volatile AwsCredentials latest;

    private RefreshedCredentials(AwsCredentialsProvider source) {
        this.source = source;
    }

    /** Blocks until the source has answered; throws what it throws. */
    static RefreshedCredentials from(AwsCredentialsProvider source) {
        return from(source, INTERVAL);
    }

    static RefreshedCredentials from(AwsCredentialsProvider source, Duration interval) {
        var refreshed = new RefreshedCredentials(source);
        try {
            refreshed.latest = source.resolveCredentials();
        } catch (RuntimeException e) {
            refreshed.close();
            throw e;
        }
        refreshed.thread.scheduleWithFixedDelay(
                refreshed::refresh, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return refreshed;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return latest;
    }

    private void refresh() {
        try {
            latest = source.resolveCredentials();
        } catch (RuntimeException e) {
            if (!thread.isShutdown() && limiter.permits("")) {
                LOG.warn("failed to refresh the AWS credentials, keeping the current ones: {}", e.toString());
            }
        }
    }

    /** Ends the thread without waiting for it, and closes the source. */
    @Override
    public void close() {
        thread.shutdownNow();
        if (source instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "credentials");
        thread.setDaemon(true);
        return thread;
    }
}
