package dev.usher.tracing;

import io.vertx.core.Context;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Delegates to another tracer and removes the queries of URLs, which may contain names or tokens.
 *
 * @param <I> the delegate's type for an incoming request
 * @param <O> the delegate's type for an outgoing request
 */
final class QueryRedactingTracer<I, O> implements VertxTracer<I, O> {
    private final VertxTracer<I, O> tracer;

    QueryRedactingTracer(VertxTracer<I, O> tracer) {
        this.tracer = tracer;
    }

    /** Removes the query from each tag that may contain a URL. */
    private record Cut<R>(TagExtractor<R> whole) implements TagExtractor<R> {
        private static final String QUERY = "url.query";
        private static final String URL = "http.url";

        @Override
        public int len(R tagged) {
            return whole.len(tagged);
        }

        @Override
        public String name(R tagged, int index) {
            return whole.name(tagged, index);
        }

        @Override
        public String value(R tagged, int index) {
            return switch (whole.name(tagged, index)) {
                case QUERY -> "";
                case URL -> path(whole.value(tagged, index));
                default -> whole.value(tagged, index);
            };
        }

        private static String path(String url) {
            int end = 0;
            while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
                end++;
            }
            return url.substring(0, end);
        }
    }

    @Override
    public <R> I receiveRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            Iterable<Map.Entry<String, String>> headers,
            TagExtractor<R> tags) {
        return tracer.receiveRequest(context, kind, policy, request, operation, headers, new Cut<>(tags));
    }

    @Override
    public <R> void sendResponse(Context context, R response, I payload, Throwable failure, TagExtractor<R> tags) {
        tracer.sendResponse(context, response, payload, failure, tags);
    }

    @Override
    public <R> O sendRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            BiConsumer<String, String> headers,
            TagExtractor<R> tags) {
        return tracer.sendRequest(context, kind, policy, request, operation, headers, new Cut<>(tags));
    }

    @Override
    public <R> void receiveResponse(Context context, R response, O payload, Throwable failure, TagExtractor<R> tags) {
        tracer.receiveResponse(context, response, payload, failure, tags);
    }

    @Override
    public void close() {
        tracer.close();
    }
}
