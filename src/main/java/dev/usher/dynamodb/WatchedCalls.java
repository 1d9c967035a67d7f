package dev.usher.dynamodb;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** Tells a {@link CallWatch} of every call of a client, and {@link Denials} of those that AWS denies. Stateless. */
final class WatchedCalls implements ExecutionInterceptor {
    /** Of a call that the server can do without: its denial is not noted. */
    static final ExecutionAttribute<Boolean> OPTIONAL = new ExecutionAttribute<>("UsherOptional");

    private static final ExecutionAttribute<Begun> BEGUN = new ExecutionAttribute<>("UsherBegun");

    private record Begun(long nanos, Object watched) {}

    private final CallWatch watch;
    private final Denials denials;

    WatchedCalls(CallWatch watch, Denials denials) {
        this.watch = watch;
        this.denials = denials;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        attributes.putAttribute(
                BEGUN,
                new Begun(
                        System.nanoTime(),
                        watch.begins(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))));
    }

    @Override
    public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
        ended(attributes, CallWatch.Result.OK);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
        var result = result(call.exception());
        if (result == CallWatch.Result.DENIED) {
            denials.note(call.exception(), attributes);
        }
        ended(attributes, result);
    }

    private void ended(ExecutionAttributes attributes, CallWatch.Result result) {
        var begun = attributes.getAttribute(BEGUN);
        watch.ends(begun.watched, result);
        watch.ended(
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), result, System.nanoTime() - begun.nanos);
    }

    private static CallWatch.Result result(Throwable failure) {
        var cause = Failures.unwrapped(failure);
        if (cause instanceof ConditionalCheckFailedException) {
            return CallWatch.Result.REFUTED;
        }
        if (cause instanceof TransactionConflictException || cause instanceof TransactionInProgressException) {
            return CallWatch.Result.CONFLICT;
        }
        if (cause instanceof TransactionCanceledException) {
            return cancelled(Verdict.of(cause));
        }
        return switch (Failures.meaning(cause)) {
            case THROTTLED -> CallWatch.Result.THROTTLED;
            case PASSING -> CallWatch.Result.UNAVAILABLE;
            case CREDENTIALS -> CallWatch.Result.CREDENTIALS;
            case DENIED -> CallWatch.Result.DENIED;
            case FINAL -> CallWatch.Result.REJECTED;
        };
    }

    private static CallWatch.Result cancelled(Verdict verdict) {
        return switch (verdict.kind()) {
            case COMMITTED -> CallWatch.Result.OK;
            case REFUTED -> CallWatch.Result.REFUTED;
            case CANCELLED, UNKNOWN -> verdict.throttled() ? CallWatch.Result.THROTTLED : CallWatch.Result.CONFLICT;
            case POISON -> CallWatch.Result.REJECTED;
        };
    }
}
