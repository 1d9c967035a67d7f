package dev.usher.dynamodb;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Tells a {@link CallWatch} of every call of a client. Stateless. */
final class WatchedCalls implements ExecutionInterceptor {
    private static final ExecutionAttribute<Begun> BEGUN = new ExecutionAttribute<>("UsherBegun");

    private record Begun(long nanos, Object watched) {}

    private final CallWatch watch;

    WatchedCalls(CallWatch watch) {
        this.watch = watch;
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
        ended(attributes, result(call.exception()));
    }

    private void ended(ExecutionAttributes attributes, CallWatch.Result result) {
        var begun = attributes.getAttribute(BEGUN);
        watch.ends(begun.watched, result);
        watch.ended(
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), result, System.nanoTime() - begun.nanos);
    }

    private static CallWatch.Result result(Throwable failure) {
        var cause = Failures.unwrapped(failure);
        return cause instanceof TransactionCanceledException ? cancelled(Verdict.of(cause)) : Failures.meaning(cause);
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
