package dev.usher.bench.process;

import dev.usher.acceptance.Eventually;
import dev.usher.process.JavaProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Small blocking requests beside the load: readiness, behaviour of the store, counters. */
final class Control {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final int OK = 200;

    private Control() {}

    static JsonObject send(String method, URI uri, JsonObject body) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode());
        var request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .method(method, publisher)
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new AssertionError(method + " " + uri + " answered " + response.statusCode());
            }
            return new JsonObject(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the child answers 200 at the URI. */
    static void await(JavaProcess child, URI uri) {
        Eventually.holds(() -> {
            child.mustLive();
            send("GET", uri, null);
        });
    }
}
