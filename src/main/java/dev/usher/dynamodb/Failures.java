package dev.usher.dynamodb;

import dev.usher.bus.UnavailableException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** What an error of the SDK or of DynamoDB means for who made the call. */
final class Failures {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final Set<String> CREDENTIALS = Set.of(
            "AccessDeniedException",
            "ExpiredTokenException",
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "RequestExpired",
            "RequestTimeTooSkewed",
            "UnrecognizedClientException");

    enum Meaning {
        /** DynamoDB asks for less. */
        THROTTLED,
        /** Timed out, cut off, in conflict, or a fault on DynamoDB's side. */
        PASSING,
        /** Nothing is wrong with the request, but with who sends it. An operator can make it pass. */
        CREDENTIALS,
        /** The same request will never be taken. */
        FINAL
    }

    private Failures() {}

    static Meaning meaning(Throwable failure) {
        if (failure instanceof AwsServiceException refusal) {
            return meaning(refusal);
        }
        boolean cutOff = failure instanceof SdkClientException
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof CancellationException;
        return cutOff ? Meaning.PASSING : Meaning.FINAL;
    }

    private static Meaning meaning(AwsServiceException refusal) {
        int status = refusal.statusCode();
        if (refusal instanceof ProvisionedThroughputExceededException
                || refusal instanceof RequestLimitExceededException
                || refusal.isThrottlingException()
                || status == TOO_MANY_REQUESTS) {
            return Meaning.THROTTLED;
        }
        if (refusal instanceof TransactionConflictException
                || refusal instanceof TransactionInProgressException
                || status >= SERVER_ERROR) {
            return Meaning.PASSING;
        }
        var details = refusal.awsErrorDetails();
        boolean sender = details != null && CREDENTIALS.contains(details.errorCode());
        return sender || status == UNAUTHORIZED || status == FORBIDDEN ? Meaning.CREDENTIALS : Meaning.FINAL;
    }

    /** Whether DynamoDB was not heard, or did not work: timed out, cut off, or a fault on its side. */
    static boolean isSilence(Throwable failure) {
        return failure instanceof AwsServiceException refusal
                ? refusal.statusCode() >= SERVER_ERROR && meaning(refusal) == Meaning.PASSING
                : meaning(failure) == Meaning.PASSING;
    }

    /** What may pass as an {@code UnavailableException} that names no table and no host, everything else as it is. */
    static Throwable translated(Throwable failure) {
        return switch (meaning(failure)) {
            case THROTTLED -> new UnavailableException("the store asks for less", failure);
            case PASSING -> new UnavailableException("the store did not confirm in time", failure);
            case CREDENTIALS -> new UnavailableException("the store refused the credentials", failure);
            case FINAL -> failure;
        };
    }

    /** Without the wrapping of a {@code CompletionStage}. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
