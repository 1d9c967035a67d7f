package dev.usher.dynamodb;

import dev.usher.bus.UnavailableException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Where credentials come from: the AWS default chain, except that a web identity token file or a container's endpoint,
 * once configured, is not given up for what comes after it in the chain. A pod whose role could not be had for a moment
 * would otherwise run as its node until it ends.
 *
 * @param remote whether a failure may pass, because a service has to answer first
 */
record CredentialsSource(AwsCredentialsProvider provider, boolean remote) {

    /** As the environment and the system properties say. */
    static CredentialsSource configured() {
        if (isSet(SdkSystemSetting.AWS_ACCESS_KEY_ID)) {
            return new CredentialsSource(DefaultCredentialsProvider.builder().build(), false);
        }
        if (isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
            return new CredentialsSource(WebIdentityTokenFileCredentialsProvider.create(), true);
        }
        if (isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)
                || isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)) {
            var chain = AwsCredentialsProviderChain.of(
                    ProfileCredentialsProvider.create(),
                    ContainerCredentialsProvider.builder().build());
            return new CredentialsSource(chain, true);
        }
        return new CredentialsSource(DefaultCredentialsProvider.builder().build(), false);
    }

    /**
     * Blocks until there are credentials.
     *
     * @throws UnavailableException when the service that has them did not answer, or not as it should
     */
    RefreshedCredentials refreshed() {
        try {
            return RefreshedCredentials.from(provider);
        } catch (SdkException e) {
            throw remote && !isDenied(e) ? new UnavailableException("no AWS credentials yet", e) : e;
        }
    }

    private static boolean isDenied(SdkException failure) {
        return failure instanceof AwsServiceException refusal && Failures.meaning(refusal) == Failures.Meaning.DENIED;
    }

    private static boolean isSet(SdkSystemSetting setting) {
        return setting.getStringValue().filter(value -> !value.isBlank()).isPresent();
    }
}
