package dev.usher.dynamodb.client;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Reports every call of an SDK client to a {@link CallListener}. Stateless. */
final class CallListenerInterceptor implements ExecutionInterceptor {
    private static final ExecutionAttribute<Begun> BEGUN = new ExecutionAttribute<>("UsherBegun");

    private record Begun(long nanos, Object watched) {}

    private final CallListener listener;

    CallListenerInterceptor(CallListener listener) {
        this.listener = listener;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        attributes.putAttribute(
                BEGUN,
                new Begun(
                        System.nanoTime(),
                        listener.begins(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))));
    }

    @Override
    public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
        ended(attributes, CallListener.Result.OK);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
        ended(attributes, result(call.exception()));
    }

    private void ended(ExecutionAttributes attributes, CallListener.Result result) {
        var begun = attributes.getAttribute(BEGUN);
        listener.ends(begun.watched, result);
        listener.ended(
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), result, System.nanoTime() - begun.nanos);
    }

    private static CallListener.Result result(Throwable failure) {
        var cause = ErrorClassifier.unwrapped(failure);
        return cause instanceof TransactionCanceledException
                ? cancelled(TransactionResult.of(cause))
                : ErrorClassifier.meaning(cause);
    }

    private static CallListener.Result cancelled(TransactionResult verdict) {
        return switch (verdict.kind()) {
            case COMMITTED -> CallListener.Result.OK;
            case CONDITION_FAILED -> CallListener.Result.CONDITION_FAILED;
            case CANCELLED, UNKNOWN ->
                verdict.throttled() ? CallListener.Result.THROTTLED : CallListener.Result.CONFLICT;
            case POISON -> CallListener.Result.REJECTED;
        };
    }
}
