package dev.usher.tracing;

import dev.usher.registrations.report.Drift;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.report.TurnReport;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;

/** Creates a span for each turn, as a child of its first request and linked to all its requests. Stateless. */
final class TurnSpans implements LedgerListener {
    private static final String TURN = "turn";
    private static final String EVENT = "usher.event";
    private static final String CHANGES = "usher.changes";

    private final Tracer tracer;
    private final LedgerListener listener;

    TurnSpans(Tracer tracer, LedgerListener listener) {
        this.tracer = tracer;
        this.listener = listener;
    }

    @Override
    public Object here() {
        return Context.current();
    }

    @Override
    public Runnable begins(String eventId, List<?> callers) {
        var builder = tracer.spanBuilder(TURN);
        if (callers.isEmpty()) {
            builder.setNoParent();
        } else {
            builder.setParent((Context) callers.get(0));
        }
        callers.forEach(
                caller -> builder.addLink(Span.fromContext((Context) caller).getSpanContext()));
        var span = builder.setAttribute(EVENT, eventId)
                .setAttribute(CHANGES, callers.size())
                .startSpan();
        var scope = Context.root().with(span).makeCurrent();
        return () -> {
            scope.close();
            span.end();
        };
    }

    @Override
    public void turned(TurnReport report) {
        listener.turned(report);
    }

    @Override
    public void queueFull() {
        listener.queueFull();
    }

    @Override
    public void checked(String eventId, Drift drift) {
        listener.checked(eventId, drift);
    }
}
