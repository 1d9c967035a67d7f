package dev.usher.http.sse;

import dev.usher.authz.Caller;
import dev.usher.feed.EventUpdate;
import dev.usher.feed.EventUpdates;
import dev.usher.feed.InitialUpdates;
import dev.usher.feed.SubscribeToEvent;
import dev.usher.http.connection.ClientConnection;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.Response;
import dev.usher.service.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Connection of one reader to the stream of an event: sends each version once, in order. A reader that does not keep up
 * is disconnected, and may reconnect with the last version that it has. Belongs to one event loop.
 */
public final class SseSubscriber implements Response {
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    /** Forbids proxies to compress the stream, which would delay messages. */
    private static final CharSequence UNCHANGED = HttpHeaders.createOptimized("no-store, no-transform");

    private static final CharSequence ACCEL_BUFFERING = HttpHeaders.createOptimized("x-accel-buffering");
    private static final CharSequence NO = HttpHeaders.createOptimized("no");
    /** Headers alone, for HEAD. */
    public static final Response HEADERS = Response.ofHeaders(SseSubscriber::headers);
    /** Limit of unsent octets, besides the buffers of the operating system. */
    private static final int MAX_OCTETS_AHEAD = 96 * 1024;
    /** Limit of updates that are kept while the versions before them are read; with more, those are read, too. */
    private static final int MAX_EARLY = 100;

    private final Caller reader;
    private final String eventId;
    private final Function<SubscribeToEvent, Future<Outcome<InitialUpdates>>> more;
    private final Promise<Void> over = Promise.promise();
    private final List<EventUpdate> early = new ArrayList<>();
    private ClientConnection connection;
    private HttpServerResponse response;
    private InitialUpdates backlog;
    private long version;
    /** Whether owner and user ids are included. */
    private boolean whole;
    /** Whether updates directly follow what was written. */
    private boolean live;

    private boolean missedNews;
    private boolean ending;

    /**
     * @param reader who opened the stream
     * @param more reads the versions after a version
     */
    SseSubscriber(Caller reader, String eventId, Function<SubscribeToEvent, Future<Outcome<InitialUpdates>>> more) {
        this.reader = reader;
        this.eventId = eventId;
        this.more = more;
    }

    /** Returns the request for the versions behind {@code after}. */
    SubscribeToEvent subscription(long after) {
        return new SubscribeToEvent(eventId, after, over.future());
    }

    /** Completes when the stream is over. */
    Future<Void> over() {
        return over.future();
    }

    SseSubscriber after(InitialUpdates first) {
        whole = reader.runs(first.owner());
        backlog = first;
        return this;
    }

    @Override
    public void send(HttpServerRequest request) {
        var opened = request.response();
        if (ending || opened.ended() || opened.closed()) {
            over.tryComplete();
            JsonResponse.problem(ProblemType.BUSY).send(request);
            return;
        }
        response = opened;
        connection = ClientConnection.of(request);
        connection.free(opened.streamId());
        headers(response)
                .closeHandler(closed -> over.tryComplete())
                .exceptionHandler(failed -> over.tryComplete())
                .setChunked(true)
                .setWriteQueueMaxSize(MAX_OCTETS_AHEAD);
        write(SseEncoder.retry(SseSubscribers.RETRY_MILLIS));
        tell(backlog);
        backlog = null;
    }

    /** Reads more only when the reader has taken these, so that a slow reader has one page in memory. */
    private void tell(InitialUpdates next) {
        var owner = early.isEmpty() ? next.owner() : ownerOf(early);
        if (endsFor(next.owner()) || endsFor(owner)) {
            return;
        }
        var taken = next.messages().isEmpty()
                ? Future.<Void>succeededFuture()
                : write(SseEncoder.of(next.messages(), whole));
        version = next.version();
        live = next.complete() && !missedNews;
        if (live) {
            newer(early);
        }
        early.clear();
        missedNews = false;
        if (!live) {
            taken.onSuccess(sent -> readOn());
        }
    }

    private void readOn() {
        if (response.ended() || response.closed()) {
            return;
        }
        more.apply(subscription(version)).onComplete(read -> {
            if (read.succeeded() && read.result() instanceof Outcome.Done<InitialUpdates> done) {
                tell(done.answer());
            } else {
                end(SseSubscribers.RETRY_MILLIS);
            }
        });
    }

    private static HttpServerResponse headers(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, UNCHANGED)
                .putHeader(ACCEL_BUFFERING, NO);
    }

    @Override
    public boolean isStream() {
        return true;
    }

    /** @param texts encodings of all the updates, for readers that have none of them yet */
    void tell(EventUpdates news, EncodedUpdates texts) {
        if (!live) {
            missedNews |= early.size() >= MAX_EARLY;
            if (!missedNews) {
                early.addAll(news.messages());
            }
        } else if (!endsFor(ownerOf(news.messages()))) {
            if (version < news.first()) {
                version = news.last();
                write(texts.of(whole));
            } else {
                newer(news.messages());
            }
        }
    }

    private static String ownerOf(List<EventUpdate> messages) {
        return messages.get(messages.size() - 1).event().owner();
    }

    /** Ends the stream if the event was handed over and its reader may now see more, or less, of it. */
    private boolean endsFor(String owner) {
        boolean ends = reader.runs(owner) != whole;
        if (ends) {
            end(SseSubscribers.RETRY_MILLIS);
        }
        return ends;
    }

    private void newer(List<EventUpdate> messages) {
        var news =
                messages.stream().filter(message -> message.version() > version).toList();
        if (!news.isEmpty()) {
            version = news.get(news.size() - 1).version();
            write(SseEncoder.of(news, whole));
        }
    }

    void beat(Buffer heartbeat) {
        if (response != null) {
            write(heartbeat);
        }
    }

    /** Ends the stream cleanly; the reader reconnects, most likely to another process. */
    void end(long retryMillis) {
        ending = true;
        if (response != null && !response.ended()) {
            response.end(SseEncoder.retry(retryMillis));
        }
        over.tryComplete();
    }

    private Future<Void> write(Buffer text) {
        if (response.ended() || response.closed()) {
            return Future.failedFuture("the stream has ended");
        }
        if (response.writeQueueFull()) {
            response.reset();
            over.tryComplete();
            return Future.failedFuture("the reader does not keep up");
        }
        return connection.write(response, text.length(), () -> response.write(text));
    }
}
