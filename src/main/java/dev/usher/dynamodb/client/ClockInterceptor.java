package dev.usher.dynamodb.client;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Passes the {@code Date} header of each response, errors included, to a {@link ClockSkew}. Stateless. */
final class ClockInterceptor implements ExecutionInterceptor {
    private static final ExecutionAttribute<Long> SENT = new ExecutionAttribute<>("UsherSent");
    private static final String DATE = "Date";

    private final ClockSkew clock;

    ClockInterceptor(ClockSkew clock) {
        this.clock = clock;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission attempt, ExecutionAttributes attributes) {
        attributes.putAttribute(SENT, System.currentTimeMillis());
    }

    @Override
    public void afterTransmission(Context.AfterTransmission attempt, ExecutionAttributes attributes) {
        attempt.httpResponse()
                .firstMatchingHeader(DATE)
                .ifPresent(date -> clock.observe(date, attributes.getAttribute(SENT), System.currentTimeMillis()));
    }
}
