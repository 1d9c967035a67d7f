package dev.usher.dynamodb;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * The last call that AWS denied, until the right to it is proven. Each denied operation is logged once a minute.
 * Thread-safe.
 */
final class Denials {
    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);

    /** @param reason as AWS words it, usually with the missing right and its resource */
    record Denial(String operation, String reason) {
        @Override
        public String toString() {
            return "access denied: operation=" + operation + ": " + reason;
        }
    }

    private final AtomicReference<Denial> last = new AtomicReference<>();
    private final LogLimiter limiter = new LogLimiter();

    void note(Throwable failure, ExecutionAttributes call) {
        if (call.getAttribute(WatchedCalls.OPTIONAL) != null) {
            return;
        }
        var operation = call.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        var denial = new Denial(operation, reason(Failures.unwrapped(failure)));
        last.set(denial);
        if (limiter.permits(operation)) {
            LOG.error("{}", denial);
        }
    }

    Optional<Denial> last() {
        return Optional.ofNullable(last.get());
    }

    /** The right to the call exists now. A later denial stays. */
    void proven(Denial denial) {
        if (last.compareAndSet(denial, null)) {
            LOG.info("access granted again: operation={}", denial.operation());
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? refusal.awsErrorDetails().errorMessage()
                : failure.getMessage();
    }
}
