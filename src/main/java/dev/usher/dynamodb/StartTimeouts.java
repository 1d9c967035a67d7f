package dev.usher.dynamodb;

import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Gives calls the timeouts of a start while they are on. Thread-safe. */
final class StartTimeouts implements ExecutionInterceptor {
    private volatile boolean on;

    void on() {
        on = true;
    }

    void off() {
        on = false;
    }

    boolean areOn() {
        return on;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest call, ExecutionAttributes attributes) {
        if (!on || !(call.request() instanceof AwsRequest request)) {
            return call.request();
        }
        var patient = request.overrideConfiguration()
                .map(AwsRequestOverrideConfiguration::toBuilder)
                .orElseGet(AwsRequestOverrideConfiguration::builder)
                .apiCallTimeout(Timeouts.START_CALL)
                .apiCallAttemptTimeout(Timeouts.START_ATTEMPT)
                .build();
        return request.toBuilder().overrideConfiguration(patient).build();
    }
}
