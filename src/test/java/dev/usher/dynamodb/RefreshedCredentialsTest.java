package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

class RefreshedCredentialsTest {
    private static final AwsCredentials FIRST = AwsBasicCredentials.create("first", "secret");
    private static final AwsCredentials SECOND = AwsBasicCredentials.create("second", "secret");

    private final Source source = new Source();

    @Test
    void aCallerNeverWaitsForTheSource() throws Exception {
        try (var credentials = RefreshedCredentials.from(source, Duration.ofMillis(1))) {
            source.asked.acquire(2);
            assertThat(credentials.resolveIdentity().getNow(null)).isEqualTo(FIRST);

            source.answers.release();
            source.asked.acquire();
            assertThat(credentials.resolveCredentials()).isEqualTo(SECOND);
        }
        assertThat(source.closed).isTrue();
    }

    @Test
    void theLastCredentialsStayWhileTheSourceFails() throws Exception {
        try (var credentials = RefreshedCredentials.from(source, Duration.ofMillis(1))) {
            source.asked.acquire(2);
            source.failure = SdkClientException.create("no answer");
            source.answers.release(3);
            source.asked.acquire(3);
            assertThat(credentials.resolveCredentials()).isEqualTo(FIRST);

            source.failure = null;
            source.answers.release(2);
            source.asked.acquire(2);
            assertThat(credentials.resolveCredentials()).isEqualTo(SECOND);
        }
    }

    @Test
    void aSourceWithoutCredentialsIsClosed() {
        source.failure = SdkClientException.create("none");
        source.answers.release();

        assertThatThrownBy(() -> RefreshedCredentials.from(source)).isSameAs(source.failure);
        assertThat(source.closed).isTrue();
    }

    /** Answers the first question at once, and each later one when told. */
    private static final class Source implements AwsCredentialsProvider, SdkAutoCloseable {
        private final Semaphore asked = new Semaphore(0);
        private final Semaphore answers = new Semaphore(1);
        private volatile RuntimeException failure;
        private volatile boolean closed;
        private boolean answered;

        @Override
        public AwsCredentials resolveCredentials() {
            asked.release();
            try {
                if (!answers.tryAcquire(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("never told to answer");
                }
            } catch (InterruptedException e) {
                throw SdkClientException.create("interrupted", e);
            }
            if (failure != null) {
                throw failure;
            }
            var answer = answered ? SECOND : FIRST;
            answered = true;
            return answer;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
