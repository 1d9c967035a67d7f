package dev.usher.dynamodb.client;

import dev.usher.dynamodb.client.CallListener.Result;
import dev.usher.service.DeniedException;
import dev.usher.service.UnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** Classifies errors of the SDK and of DynamoDB by what they mean for the caller. */
final class ErrorClassifier {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final Set<String> OUTDATED =
            Set.of("ExpiredTokenException", "RequestExpired", "RequestTimeTooSkewed");
    private static final Set<String> DENIED = Set.of(
            "AccessDeniedException",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "UnrecognizedClientException");

    private ErrorClassifier() {}

    static Result meaning(Throwable failure) {
        if (failure instanceof AwsServiceException refusal) {
            return meaning(refusal);
        }
        boolean cutOff = failure instanceof SdkClientException
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof CancellationException;
        return cutOff ? Result.UNAVAILABLE : Result.REJECTED;
    }

    private static Result meaning(AwsServiceException refusal) {
        int status = refusal.statusCode();
        // The SDK counts the first of these as throttling.
        if (refusal instanceof TransactionInProgressException || refusal instanceof TransactionConflictException) {
            return Result.CONFLICT;
        }
        if (refusal instanceof ProvisionedThroughputExceededException
                || refusal instanceof RequestLimitExceededException
                || refusal.isThrottlingException()
                || status == TOO_MANY_REQUESTS) {
            return Result.THROTTLED;
        }
        if (status >= SERVER_ERROR) {
            return Result.UNAVAILABLE;
        }
        var details = refusal.awsErrorDetails();
        var code = details == null || details.errorCode() == null ? "" : details.errorCode();
        if (OUTDATED.contains(code)) {
            return Result.CREDENTIALS;
        }
        return DENIED.contains(code) || status == UNAUTHORIZED || status == FORBIDDEN ? Result.DENIED : Result.REJECTED;
    }

    /** Whether DynamoDB was unreachable or failing: a timeout, a cancelled call, a network failure or a 5xx status. */
    static boolean isSilence(Throwable failure) {
        return failure instanceof AwsServiceException refusal
                ? refusal.statusCode() >= SERVER_ERROR && meaning(refusal) == Result.UNAVAILABLE
                : meaning(failure) == Result.UNAVAILABLE;
    }

    /** Whether the TCP connection to DynamoDB failed. */
    static boolean isRefusedConnection(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(ConnectException.class::isInstance);
    }

    /**
     * Returns an {@code UnavailableException} for a temporary error, a {@code DeniedException} for a missing
     * permission, and any other error unchanged. The messages of the two contain no name of a table or host.
     */
    static Throwable translated(Throwable failure) {
        return switch (meaning(failure)) {
            case THROTTLED -> new UnavailableException("DynamoDB throttled the call", failure);
            case UNAVAILABLE, CONFLICT -> new UnavailableException("DynamoDB did not confirm in time", failure);
            case CREDENTIALS -> new UnavailableException("DynamoDB rejected the credentials", failure);
            case DENIED -> new DeniedException("the store denied access", failure);
            case OK, CONDITION_FAILED, REJECTED -> failure;
        };
    }

    /** The message of AWS, which usually names the missing permission and its resource. */
    static String reason(Throwable failure) {
        return failure instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
                ? refusal.awsErrorDetails().errorMessage()
                : failure.getMessage();
    }

    /** Returns the cause of a {@code CompletionException}, any other failure unchanged. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
