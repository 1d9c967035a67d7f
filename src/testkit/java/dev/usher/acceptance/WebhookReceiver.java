package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Receiver of a webhook that answers as the test says, and keeps what it received. Each signature is verified with the
 * library of Standard Webhooks. Can be closed and opened again on its port.
 */
final class WebhookReceiver implements AutoCloseable {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Message> attempts = new CopyOnWriteArrayList<>();
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private final List<Throwable> forged = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int port;
    private HttpServer server;
    private volatile Function<Message, Answer> answers = message -> Answer.OK;

    /** One attempt, with the headers as they were sent. */
    record Message(String path, String id, String timestamp, String signature, String body, boolean accepted) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** @param headers names and values in turn */
    record Answer(int status, long delayMillis, String... headers) {
        static final Answer OK = new Answer(204, 0);
    }

    WebhookReceiver() throws IOException {
        open(0);
        port = server.getAddress().getPort();
    }

    private void open(int atPort) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", atPort), 0);
        server.createContext("/", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    /** Settings of a server that posts to this receiver, with two secrets. */
    Map<String, String> settings() {
        return Map.of(
                "USHER_WEBHOOK_URL",
                uri().toString(),
                "USHER_WEBHOOK_SECRET",
                OTHER_SECRET + "," + SECRET,
                "USHER_SWEEP_INTERVAL_MS",
                "500");
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/hook");
    }

    void answer(Function<Message, Answer> how) {
        answers = how;
    }

    /** Closes its port and every connection. */
    void die() {
        server.stop(0);
    }

    void comeBack() throws IOException {
        open(port);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            verify(body, headers);
            var message = new Message(
                    exchange.getRequestURI().getPath(),
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    body,
                    false);
            var answer = answers.apply(message);
            boolean accepted = answer.status() / 100 == 2;
            attempts.add(new Message(
                    message.path(), message.id(), message.timestamp(), message.signature(), body, accepted));
            if (accepted) {
                arrived.add(message.id());
            }
            Thread.sleep(answer.delayMillis());
            for (int i = 0; i < answer.headers().length; i += 2) {
                exchange.getResponseHeaders().add(answer.headers()[i], answer.headers()[i + 1]);
            }
            exchange.sendResponseHeaders(answer.status(), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void verify(String body, Map<String, List<String>> headers) {
        for (var secret : List.of(SECRET, OTHER_SECRET)) {
            try {
                new Webhook(secret).verify(body, headers);
            } catch (Exception e) {
                forged.add(e);
            }
        }
    }

    List<Message> attempts() {
        return attempts;
    }

    /** Number of messages that it has accepted, each counted once. */
    int arrived() {
        return arrived.size();
    }

    /** Ids of the accepted messages of an event, each at its first arrival. */
    List<String> firstArrivals(String eventId) {
        assertThat(forged).isEmpty();
        return attempts.stream()
                .filter(Message::accepted)
                .map(Message::id)
                .filter(id -> id.startsWith(prefix(eventId)))
                .distinct()
                .toList();
    }

    /** Ids of versions 1 to this one, in order. */
    static List<String> ids(String eventId, long version) {
        return LongStream.rangeClosed(1, version)
                .mapToObj(each -> prefix(eventId) + each)
                .toList();
    }

    private static String prefix(String eventId) {
        return eventId.replace('.', '+') + ":";
    }

    /** Writes all attempts to a file, one JSON object a line. */
    Path record() throws IOException {
        var file = Files.createTempFile(Path.of("target").toAbsolutePath(), "webhook-", ".jsonl");
        var lines = attempts.stream()
                .map(message -> JSON.createObjectNode()
                        .put("id", message.id())
                        .put("timestamp", message.timestamp())
                        .put("signature", message.signature())
                        .put("body", message.body())
                        .toString())
                .toList();
        return Files.write(file, lines);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
