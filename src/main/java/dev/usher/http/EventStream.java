package dev.usher.http;

import dev.usher.live.Backlog;
import dev.usher.live.Message;
import dev.usher.live.News;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * One reader's connection: tells each version once, in order. A reader who does not keep up is cut off rather than
 * waited for, and may come back with the last version that it has. Belongs to one event loop.
 */
final class EventStream implements Reply {
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    /** What may lie ready for a reader beside what the operating system buffers. */
    private static final int MOST_OCTETS_AHEAD = 96 * 1024;

    private final boolean whole;
    private final String caller;
    private final Runnable gone;
    private final List<Message> early = new ArrayList<>();
    private ClientConnection connection;
    private HttpServerResponse response;
    private Backlog backlog;
    private long version;
    private boolean ending;

    /**
     * @param whole whether the reader is told whose the event is, and who comes and goes
     * @param caller whose account it is on
     * @param gone called when the reader is
     */
    EventStream(boolean whole, String caller, Runnable gone) {
        this.whole = whole;
        this.caller = caller;
        this.gone = gone;
    }

    String caller() {
        return caller;
    }

    EventStream after(Backlog first) {
        backlog = first;
        return this;
    }

    @Override
    public void send(HttpServerRequest request) {
        var opened = request.response();
        if (ending || opened.ended() || opened.closed()) {
            gone.run();
            Answer.problem(ProblemType.BUSY).send(request);
            return;
        }
        response = opened;
        connection = ClientConnection.of(request);
        connection.underway(request).free();
        response.closeHandler(closed -> gone.run())
                .exceptionHandler(failed -> gone.run())
                .setChunked(true)
                .setWriteQueueMaxSize(MOST_OCTETS_AHEAD)
                .putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        write(StreamText.retry(EventStreams.RETRY_MILLIS));
        if (!backlog.messages().isEmpty()) {
            write(StreamText.of(backlog.messages(), whole));
        }
        version = backlog.version();
        newer(early);
        early.clear();
        backlog = null;
    }

    @Override
    public ProblemType problem() {
        return null;
    }

    @Override
    public boolean isStream() {
        return true;
    }

    /** @param texts of all the news, for those who know none of them yet */
    void tell(News news, NewsTexts texts) {
        if (response == null) {
            early.addAll(news.messages());
        } else if (version < news.first()) {
            version = news.last();
            write(texts.of(whole));
        } else {
            newer(news.messages());
        }
    }

    private void newer(List<Message> messages) {
        var news =
                messages.stream().filter(message -> message.version() > version).toList();
        if (!news.isEmpty()) {
            version = news.get(news.size() - 1).version();
            write(StreamText.of(news, whole));
        }
    }

    void beat(Buffer heartbeat) {
        if (response != null) {
            write(heartbeat);
        }
    }

    /** Ends the stream in order; the reader comes back, most likely to another process. */
    void end(long retryMillis) {
        ending = true;
        if (response != null && !response.ended()) {
            response.end(StreamText.retry(retryMillis));
        }
    }

    private void write(Buffer text) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.writeQueueFull()) {
            response.reset();
            gone.run();
            return;
        }
        connection.write(response, text.length(), () -> response.write(text));
    }
}
