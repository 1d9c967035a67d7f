package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Subscriber to one event's changes. Checks that each version arrives once and in order, or is skipped by a snapshot.
 * Filled on an event loop, read by the test's thread.
 */
final class Watcher {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param event {@code snapshot} or {@code changes} */
    record Told(String event, long version, String data) {
        JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (IOException e) {
                throw new AssertionError(data, e);
            }
        }
    }

    private final List<Told> told = new ArrayList<>();
    private final boolean keeps;
    private String event;
    private long id;
    private long version;
    private int snapshots;
    private String wrong;
    private boolean ended;

    private Watcher(boolean keeps) {
        this.keeps = keeps;
    }

    /** Client with connections for the given number of subscribers. */
    static HttpClient client(Vertx vertx, int readers) {
        var options = new HttpClientOptions().setKeepAlive(false).setConnectTimeout(20_000);
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(readers));
    }

    /**
     * @param after the last version that the subscriber has, 0 for none
     * @param keeps whether it keeps the received updates
     */
    static Watcher watch(HttpClient client, URI server, String eventId, long after, boolean keeps) throws Exception {
        return LocalUsher.get(watching(client, server, eventId, after, keeps));
    }

    static Future<Watcher> watching(HttpClient client, URI server, String eventId, long after, boolean keeps) {
        var watcher = new Watcher(keeps);
        watcher.version = after;
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(server.getHost())
                .setPort(server.getPort())
                .setURI(server.getPath() + "/events/" + eventId + "/changes");
        if (after > 0) {
            options.putHeader("Last-Event-ID", Long.toString(after));
        }
        return client.request(options).compose(request -> request.send().map(response -> watcher.reads(response)));
    }

    private Watcher reads(HttpClientResponse response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("Content-Type")).isEqualTo("text/event-stream");
        var lines = RecordParser.newDelimited("\n", this::line);
        response.handler(lines).endHandler(end -> over()).exceptionHandler(cut -> over());
        return this;
    }

    private synchronized void over() {
        ended = true;
    }

    private synchronized void line(Buffer buffer) {
        var line = buffer.toString();
        if (line.startsWith("event: ")) {
            event = line.substring(7);
        } else if (line.startsWith("id: ")) {
            id = Long.parseLong(line.substring(4));
        } else if (line.startsWith("data: ")) {
            message(line.substring(6));
        }
    }

    private void message(String data) {
        boolean snapshot = event.equals("snapshot");
        boolean inOrder = snapshot ? id > version : id == version + 1;
        if (!inOrder && wrong == null) {
            wrong = event + " " + id + " came behind " + version;
        }
        version = id;
        snapshots += snapshot ? 1 : 0;
        if (keeps) {
            told.add(new Told(event, id, data));
        }
    }

    synchronized List<Told> told() {
        return List.copyOf(told);
    }

    synchronized long version() {
        return version;
    }

    synchronized int snapshots() {
        return snapshots;
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized void assertInOrder() {
        assertThat(wrong).isNull();
    }

    /** Blocks until this version was received. */
    Watcher reaches(long last) throws Exception {
        Eventually.holds(() -> assertThat(version()).isGreaterThanOrEqualTo(last));
        return this;
    }
}
