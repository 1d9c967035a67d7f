package dev.usher.dynamodb.client;

import dev.usher.service.LogLimiter;
import dev.usher.service.UnavailableException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials cached for calls: their source may be a network service, which must not block an event loop.
 * {@link #refresh} reads the source; while that fails, the last credentials stay in use. Thread-safe.
 */
public final class CredentialSources implements AwsCredentialsProvider, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialSources.class);

    private final AwsCredentialsProvider source;
    private final LogLimiter limiter = new LogLimiter();
    private volatile AwsCredentials latest;

    /** Blocks until the source has answered; throws its exceptions. */
    CredentialSources(AwsCredentialsProvider source) {
        this.source = source;
        try {
            latest = source.resolveCredentials();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Returns credentials of the AWS default chain. If a web identity token file or a container endpoint is configured,
     * later members of the chain are not tried: after a short failure to get its role, a pod would otherwise keep the
     * role of its node until it ends. Blocks.
     *
     * @throws UnavailableException if a configured credentials service did not answer or returned an error
     */
    public static CredentialSources configured() {
        boolean remote = false;
        try {
            if (isSet(SdkSystemSetting.AWS_ACCESS_KEY_ID)) {
                return new CredentialSources(
                        DefaultCredentialsProvider.builder().build());
            }
            remote = isSet(
                    SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE,
                    SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI,
                    SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI);
            if (isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
                return new CredentialSources(WebIdentityTokenFileCredentialsProvider.create());
            }
            return new CredentialSources(
                    remote
                            ? AwsCredentialsProviderChain.of(
                                    ProfileCredentialsProvider.create(),
                                    ContainerCredentialsProvider.builder().build())
                            : DefaultCredentialsProvider.builder().build());
        } catch (SdkException e) {
            boolean passes = remote && ErrorClassifier.meaning(e) != CallListener.Result.DENIED;
            throw passes ? new UnavailableException("no AWS credentials yet", e) : e;
        }
    }

    private static boolean isSet(SdkSystemSetting... settings) {
        return Stream.of(settings).anyMatch(setting -> setting.getStringValue()
                .filter(value -> !value.isBlank())
                .isPresent());
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return latest;
    }

    /** Reads the source again; blocks. The source itself caches its credentials until shortly before they expire. */
    AwsCredentials refresh() {
        try {
            latest = source.resolveCredentials();
        } catch (RuntimeException e) {
            if (limiter.permits("")) {
                LOG.warn("failed to refresh the AWS credentials, keeping the current ones: {}", e.toString());
            }
        }
        return latest;
    }

    @Override
    public void close() {
        if (source instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
