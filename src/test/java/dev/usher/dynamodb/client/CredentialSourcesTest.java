package dev.usher.dynamodb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

class CredentialSourcesTest {
    private static final AwsCredentials FIRST = AwsBasicCredentials.create("first", "secret");
    private static final AwsCredentials SECOND = AwsBasicCredentials.create("second", "secret");

    private final Source source = new Source();

    @Test
    void callersGetTheLastCredentialsAndDoNotAskTheSource() {
        try (var credentials = new CredentialSources(source)) {
            source.answer = SECOND;
            assertThat(credentials.resolveIdentity().getNow(null)).isEqualTo(FIRST);

            credentials.refresh();
            assertThat(credentials.resolveCredentials()).isEqualTo(SECOND);
        }
        assertThat(source.closed).isTrue();
    }

    @Test
    void lastCredentialsStayWhileTheSourceFails() {
        try (var credentials = new CredentialSources(source)) {
            source.failure = SdkClientException.create("no answer");
            credentials.refresh();
            assertThat(credentials.resolveCredentials()).isEqualTo(FIRST);

            source.failure = null;
            source.answer = SECOND;
            credentials.refresh();
            assertThat(credentials.resolveCredentials()).isEqualTo(SECOND);
        }
    }

    @Test
    void sourceWithoutCredentialsIsClosed() {
        source.failure = SdkClientException.create("none");

        assertThatThrownBy(() -> new CredentialSources(source)).isSameAs(source.failure);
        assertThat(source.closed).isTrue();
    }

    private static final class Source implements AwsCredentialsProvider, SdkAutoCloseable {
        private AwsCredentials answer = FIRST;
        private RuntimeException failure;
        private boolean closed;

        @Override
        public AwsCredentials resolveCredentials() {
            if (failure != null) {
                throw failure;
            }
            return answer;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
