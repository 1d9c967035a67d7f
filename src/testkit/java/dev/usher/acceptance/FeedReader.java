package dev.usher.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Reader of one event's feed from version 1 on, which continues after its last version when a server has died. Accepts
 * nothing but the next version, or the next gap where gaps are expected. Reads on a thread of its own.
 */
final class FeedReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STAYS = Integer.MAX_VALUE;
    private static final int PAUSE_MILLIS = 20;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();
    private final List<URI> servers;
    private final String path;
    private final boolean pages;
    private final int messages;
    private final boolean expectsGaps;
    private final Random random;
    private final Thread thread = new Thread(this::run);
    private final List<JsonNode> entries = new ArrayList<>();
    private final List<Long> missing = new ArrayList<>();
    private long version = 1;
    private int connections;
    private String fault;
    private boolean closed;
    private InputStream body;

    private FeedReader(List<URI> servers, String eventId, boolean pages, int messages, boolean expectsGaps, long seed) {
        this.servers = servers;
        this.path = "/events/" + eventId + "/changes";
        this.pages = pages;
        this.messages = messages;
        this.expectsGaps = expectsGaps;
        this.random = new Random(seed);
        thread.start();
    }

    /** Reads the stream of one server. */
    static FeedReader staying(URI server, String eventId) {
        return new FeedReader(List.of(server), eventId, false, STAYS, false, 0);
    }

    /** Reads a few messages of a stream, and then those of another server. */
    static FeedReader wandering(List<URI> servers, String eventId, long seed) {
        return new FeedReader(servers, eventId, false, 20, false, seed);
    }

    /** Reads pages of different lengths from any server. */
    static FeedReader paging(List<URI> servers, String eventId, long seed) {
        return new FeedReader(servers, eventId, true, STAYS, false, seed);
    }

    /** Reads the stream or the pages of one server, beside which a replica without a change log commits versions. */
    static FeedReader duringUpgrade(URI server, String eventId, boolean pages) {
        return new FeedReader(List.of(server), eventId, pages, STAYS, true, 0);
    }

    synchronized long version() {
        return version;
    }

    /** The entries of the versions from 2 on. */
    synchronized List<JsonNode> entries() {
        return List.copyOf(entries);
    }

    /** The versions in gaps. */
    synchronized List<Long> missing() {
        return List.copyOf(missing);
    }

    /** How many streams or pages were read, up to the end or until a server died. */
    synchronized int connections() {
        return connections;
    }

    /** Blocks until this version was received. */
    void reaches(long last) {
        Eventually.holds(() -> {
            synchronized (this) {
                if (fault != null) {
                    throw new IllegalStateException(fault);
                }
            }
            assertThat(version()).isGreaterThanOrEqualTo(last);
        });
    }

    private void run() {
        try {
            while (goesOn()) {
                var server = servers.get(random.nextInt(servers.size()));
                try {
                    if (pages) {
                        page(server);
                    } else {
                        stream(server);
                    }
                } catch (IOException dead) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            fail(e.toString());
        }
    }

    private synchronized boolean goesOn() {
        return !closed && fault == null;
    }

    private void stream(URI server) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("Last-Event-ID", Long.toString(version()));
        var response = client.send(request.build(), BodyHandlers.ofInputStream());
        opened(response.body());
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            if (!answers(response.statusCode())) {
                return;
            }
            int left = messages == STAYS ? STAYS : 1 + random.nextInt(messages);
            for (var line = lines.readLine(); line != null && goesOn() && left > 0; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    take(JSON.readTree(line.substring(6)));
                    left--;
                }
            }
        }
    }

    private synchronized void opened(InputStream opened) throws IOException {
        connections++;
        body = opened;
        if (closed) {
            body.close();
        }
    }

    private void page(URI server) throws IOException, InterruptedException {
        var query = "?wait=1&limit=%d&after=%d".formatted(1 + random.nextInt(100), version());
        var request = HttpRequest.newBuilder(server.resolve(path + query)).header("Accept", "application/json");
        var response = client.send(request.build(), BodyHandlers.ofString());
        if (answers(response.statusCode())) {
            synchronized (this) {
                connections++;
            }
            JSON.readTree(response.body()).get("changes").forEach(this::take);
        }
    }

    /** Whether there is something to read; a server that starts or stops may be busy. */
    private boolean answers(int status) throws IOException {
        if (status == 503) {
            throw new IOException("busy");
        }
        if (status != 200) {
            fail("status " + status + " after version " + version());
        }
        return status == 200;
    }

    private synchronized void take(JsonNode entry) {
        boolean gap = expectsGaps && entry.has("gap");
        long first = entry.at(gap ? "/gap/from" : "/version").asLong();
        if (first != version + 1 || !gap && !entry.has("changes") || fault != null) {
            fail("after version " + version + " came " + entry);
            return;
        }
        version = entry.get("version").asLong();
        if (gap) {
            LongStream.rangeClosed(first, version).forEach(missing::add);
        } else {
            entries.add(((ObjectNode) entry).remove(List.of("eventId", "event")));
        }
    }

    private synchronized void fail(String message) {
        fault = fault == null ? message : fault;
    }

    /** Ends the thread soon. */
    synchronized void stop() throws IOException {
        closed = true;
        if (body != null) {
            body.close();
        }
    }

    /** Blocks until the thread has ended. */
    void end() throws IOException, InterruptedException {
        stop();
        thread.join(TimeUnit.MINUTES.toMillis(1));
        assertThat(thread.isAlive()).isFalse();
        assertThat(fault).isNull();
    }
}
