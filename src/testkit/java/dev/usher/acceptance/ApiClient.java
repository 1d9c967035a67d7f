package dev.usher.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.contract.ContractCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Client of the API that checks every answer against the contract. Thread-safe; blocks its callers. */
final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContractCheck CONTRACT = new ContractCheck();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();
    private final URI server;
    private final String[] headers;
    private final boolean verifies;

    ApiClient(URI server) {
        this(server, true);
    }

    /** Creates a client that sends a token with every request. */
    ApiClient(URI server, String token) {
        this(server, true, "Authorization", "Bearer " + token);
    }

    private ApiClient(URI server, boolean verifies, String... headers) {
        this.server = server.resolve("/");
        this.headers = headers;
        this.verifies = verifies;
    }

    /** Client of a server with an earlier contract; its answers are not checked. */
    static ApiClient ofEarlierVersion(URI server) {
        return new ApiClient(server, false);
    }

    /** Answer with its status, its body, and the headers Location and ETag or null. */
    record Reply(int status, JsonNode body, String location, String tag) {
        String text(String member) {
            return body.path(member).asText();
        }

        /** The last part of a problem's type. */
        String code() {
            var type = text("type");
            return type.substring(type.lastIndexOf('/') + 1);
        }

        /** One word for the whole answer, for counting. */
        String word() {
            return status == 200 || status == 201 ? text("status") : status + " " + code();
        }
    }

    Reply user(String userId) throws IOException {
        return post("/users", "{\"userId\":\"%s\",\"name\":\"%s\"}".formatted(userId, "Name of " + userId));
    }

    Reply event(String eventId, int capacity, boolean hasWaitlist) throws IOException {
        return post(
                "/events",
                "{\"eventId\":\"%s\",\"name\":\"Event\",\"capacity\":%d,\"hasWaitlist\":%s}"
                        .formatted(eventId, capacity, hasWaitlist));
    }

    Reply register(String eventId, String userId, String... headers) throws IOException {
        return post("/events/" + eventId + "/register", "{\"userId\":\"" + userId + "\"}", headers);
    }

    Reply unregister(String eventId, String userId) throws IOException {
        return send(request("/events/" + eventId + "/register/" + userId).DELETE());
    }

    Reply confirm(String eventId, String userId) throws IOException {
        return send(request("/events/" + eventId + "/register/" + userId + "/confirm")
                .POST(BodyPublishers.noBody()));
    }

    Reply erase(String userId) throws IOException {
        return send(request("/users/" + userId).DELETE());
    }

    Reply get(String path) throws IOException {
        return send(request(path).GET());
    }

    Reply post(String path, String body, String... headers) throws IOException {
        var request = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Reply rename(String userId, String name) throws IOException {
        return change("/users/" + userId, "{\"name\":\"" + name + "\"}");
    }

    Reply patch(String eventId, String body, String... headers) throws IOException {
        return change("/events/" + eventId, body, headers);
    }

    private Reply change(String path, String body, String... headers) throws IOException {
        var request = request(path)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Reply cancel(String eventId, String... headers) throws IOException {
        var request = request("/events/" + eventId).DELETE();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Reply purge(String eventId, String... headers) throws IOException {
        var request = request("/events/" + eventId + "?purge=true").DELETE();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Sends one additional request header. */
    Reply get(String path, String header, String value) throws IOException {
        return send(request(path).header(header, value).GET());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Reply send(HttpRequest.Builder request) throws IOException {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            if (verifies) {
                CONTRACT.verify(response);
            }
            var headers = response.headers();
            return new Reply(
                    response.statusCode(),
                    JSON.readTree(response.body()),
                    headers.firstValue("location").orElse(null),
                    headers.firstValue("etag").orElse(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
