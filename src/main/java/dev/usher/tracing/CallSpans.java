package dev.usher.tracing;

import dev.usher.dynamodb.client.CallListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Creates a span for each DynamoDB call, as a child of the caller's span. Stateless. */
final class CallSpans implements CallListener {
    /** Results that are not errors. */
    private static final Set<Result> ANSWERS = EnumSet.of(Result.OK, Result.CONDITION_FAILED, Result.CONFLICT);

    private static final String OUTCOME = "usher.outcome";
    private static final String SYSTEM = "db.system.name";
    private static final String DYNAMODB = "aws.dynamodb";

    private final Tracer tracer;
    private final CallListener listener;

    CallSpans(Tracer tracer, CallListener listener) {
        this.tracer = tracer;
        this.listener = listener;
    }

    @Override
    public Runnable carried(Runnable work) {
        return Context.current().wrap(work);
    }

    @Override
    public Object begins(String operation) {
        return tracer.spanBuilder(operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, DYNAMODB)
                .startSpan();
    }

    @Override
    public void ends(Object begun, Result result) {
        var span = (Span) begun;
        span.setAttribute(OUTCOME, result.name().toLowerCase(Locale.ROOT));
        if (!ANSWERS.contains(result)) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    @Override
    public void clock(long skewNanos) {
        listener.clock(skewNanos);
    }

    @Override
    public void unreadable(String table) {
        listener.unreadable(table);
    }

    @Override
    public void ended(String operation, Result result, long nanos) {
        listener.ended(operation, result, nanos);
    }
}
