package dev.usher.acceptance;

import dev.usher.UsherServer;
import dev.usher.config.Settings;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** Server inside this JVM, on free ports. Does not own the store; blocks its callers. */
final class LocalUsher implements AutoCloseable {
    private static final HttpClient HEALTH = HttpClient.newHttpClient();

    private final UsherServer server;
    private final ApiClient api;

    private LocalUsher(UsherServer server) {
        this.server = server;
        this.api = new ApiClient(uri());
    }

    /** @param more settings besides the store's address and the table prefix */
    static LocalUsher start(URI store, String tablePrefix, Map<String, String> more) throws Exception {
        var settings = new HashMap<>(UsherProcess.PATIENT);
        settings.putAll(more);
        settings.put("USHER_HTTP_PORT", "0");
        settings.put("USHER_MANAGEMENT_PORT", "0");
        settings.put("USHER_DYNAMODB_ENDPOINT", store.toString());
        settings.put("USHER_TABLE_PREFIX", tablePrefix);
        settings.put("USHER_CREATE_TABLES", "true");
        return new LocalUsher(get(UsherServer.start(Settings.from(settings))));
    }

    URI uri() {
        return at(server.httpPort());
    }

    ApiClient api() {
        return api;
    }

    /** The status of one of the health checks. */
    int health(String check) throws Exception {
        var request = HttpRequest.newBuilder(at(server.managementPort()).resolve("/health/" + check));
        return HEALTH.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /** The status and body of the readiness check. */
    String ready() throws Exception {
        var request = HttpRequest.newBuilder(at(server.managementPort()).resolve("/health/ready"));
        var answer = HEALTH.send(request.build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    /** Reads {@code /metrics}. */
    Scrape scrape() throws Exception {
        var request = HttpRequest.newBuilder(at(server.managementPort()).resolve("/metrics"));
        return Scrape.of(HEALTH.send(request.build(), BodyHandlers.ofString()).body());
    }

    Future<Void> stop() {
        return server.stop();
    }

    /** Does not wait for the stop: closing the store's client takes two seconds of idle time. */
    @Override
    public void close() {
        stop();
    }

    static <T> T get(Future<T> future) throws Exception {
        return Eventually.get(future);
    }

    private static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
