package dev.usher.dynamodb.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.StubDynamoDb;
import dev.usher.dynamodb.client.TransactionResult.Kind;
import dev.usher.service.DeniedException;
import dev.usher.service.UnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** Transaction result for each answer that is not a success. */
class TransactionResultTest {

    @ParameterizedTest
    @CsvSource({
        "None ConditionalCheckFailed, CONDITION_FAILED, false",
        "TransactionConflict ConditionalCheckFailed, CONDITION_FAILED, false",
        "ThrottlingError ConditionalCheckFailed ValidationError, CONDITION_FAILED, false",
        "TransactionConflict None, CANCELLED, false",
        "None TransactionConflict ThrottlingError, CANCELLED, true",
        "ProvisionedThroughputExceeded, CANCELLED, true",
        "None None, CANCELLED, false",
        "ValidationError None, POISON, false",
        "TransactionConflict ValidationError, POISON, false",
        "ItemCollectionSizeLimitExceeded, POISON, false"
    })
    void theReasonsDecide(String codes, Kind kind, boolean throttled) {
        var cancelled = StubDynamoDb.cancelled(codes.split(" "));

        var verdict = TransactionResult.of(cancelled);

        assertThat(verdict.kind()).isEqualTo(kind);
        assertThat(verdict.throttled()).isEqualTo(throttled);
        assertThat(verdict.reasons())
                .isEqualTo(kind == Kind.CONDITION_FAILED ? cancelled.cancellationReasons() : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, UNKNOWN, true",
        "400, ProvisionedThroughputExceededException, UNKNOWN, true",
        "400, RequestLimitExceeded, UNKNOWN, true",
        "429, Whatever, UNKNOWN, true",
        "500, InternalServerError, UNKNOWN, false",
        "503, ServiceUnavailable, UNKNOWN, false",
        "400, ExpiredTokenException, UNKNOWN, false",
        "403, RequestTimeTooSkewed, UNKNOWN, false",
        "400, UnrecognizedClientException, POISON, false",
        "400, AccessDeniedException, POISON, false",
        "403, Whatever, POISON, false",
        "400, ValidationException, POISON, false",
        "400, ResourceNotFoundException, POISON, false",
        "413, RequestEntityTooLarge, POISON, false"
    })
    void theErrorDecides(int status, String code, Kind kind, boolean throttled) {
        var verdict = TransactionResult.of(refusal(status, code));

        assertThat(verdict.kind()).isEqualTo(kind);
        assertThat(verdict.throttled()).isEqualTo(throttled);
    }

    @Test
    void aTokenUsedForAnotherRequestIsPoison() {
        assertThat(TransactionResult.of(IdempotentParameterMismatchException.builder()
                                .statusCode(400)
                                .build())
                        .kind())
                .isEqualTo(Kind.POISON);
    }

    static Stream<Throwable> passing() {
        return Stream.of(
                detailed(TransactionInProgressException.builder(), "TransactionInProgressException"),
                detailed(TransactionConflictException.builder(), "TransactionConflictException"),
                ApiCallAttemptTimeoutException.create(800),
                SdkClientException.create("connection reset"),
                new IOException("closed"),
                new TimeoutException());
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatIsCutOffOrInConflictIsUnknown(Throwable failure) {
        assertThat(TransactionResult.of(failure).kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(TransactionResult.of(failure).throttled()).isFalse();
        assertThat(ErrorClassifier.translated(failure))
                .isInstanceOf(UnavailableException.class)
                .hasCause(failure);
    }

    @Test
    void whatWillNeverPassIsLeftAsItIs() {
        var refused = refusal(400, "ValidationException");
        var bug = new IllegalArgumentException("a bug");

        assertThat(ErrorClassifier.translated(refused)).isSameAs(refused);
        assertThat(ErrorClassifier.translated(bug)).isSameAs(bug);
        assertThat(TransactionResult.of(bug).kind()).isEqualTo(Kind.POISON);
    }

    @Test
    void theWrappingOfAStageIsTakenOff() {
        var cause = new IOException("closed");

        assertThat(ErrorClassifier.unwrapped(new CompletionException(cause))).isSameAs(cause);
        assertThat(ErrorClassifier.unwrapped(cause)).isSameAs(cause);
    }

    @Test
    void aTransactionInProgressIsAnAnswerThoughTheSdkCountsItAsThrottling() {
        var inProgress = detailed(TransactionInProgressException.builder(), "TransactionInProgressException");

        assertThat(inProgress.isThrottlingException()).isTrue();
        assertThat(ErrorClassifier.isSilence(inProgress)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"400, AccessDeniedException", "400, InvalidSignatureException", "401, Whatever", "403, Whatever"})
    void aMissingRightIsDenied(int status, String code) {
        var denied = refusal(status, code);

        assertThat(ErrorClassifier.translated(denied))
                .isInstanceOf(DeniedException.class)
                .hasCause(denied);
        assertThat(ErrorClassifier.isSilence(denied)).isFalse();
    }

    private static AwsServiceException refusal(int status, String code) {
        return detailed(DynamoDbException.builder().statusCode(status), code);
    }

    /** As the SDK builds it from an answer: the error code decides what the SDK itself thinks of the exception. */
    private static AwsServiceException detailed(AwsServiceException.Builder exception, String code) {
        return exception
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
