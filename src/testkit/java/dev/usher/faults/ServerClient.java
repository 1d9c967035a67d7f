package dev.usher.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.contract.ContractCheck;
import dev.usher.history.Action;
import dev.usher.history.Answer;
import dev.usher.history.Answer.Kind;
import dev.usher.history.OperationKind;
import dev.usher.service.RequestKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Client of one server that checks every answer against the contract. Thread-safe; never blocks. */
final class ServerClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContractCheck CONTRACT = new ContractCheck();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int number;
    private final URI server;
    private final Duration timeout;

    /**
     * Request under way.
     *
     * @param done the result; never fails
     */
    record Asked(CompletableFuture<HttpResponse<String>> exchange, CompletableFuture<Action> done) {
        /** Cuts the connection. */
        void hangUp() {
            exchange.cancel(true);
        }
    }

    /** @param timeout time after which it gives a request up */
    ServerClient(int number, URI server, Duration timeout) {
        this.number = number;
        this.server = server;
        this.timeout = timeout;
    }

    /** @param key null for none */
    Asked register(String event, String user, String key) {
        return ask(OperationKind.REGISTER, event, user, key, 0, "POST", "/register", userId(user));
    }

    Asked invite(String event, String user) {
        return ask(OperationKind.INVITE, event, user, null, 0, "POST", "/guests", userId(user));
    }

    private static String userId(String user) {
        return "{\"userId\":\"" + user + "\"}";
    }

    Asked confirm(String event, String user) {
        return ask(OperationKind.CONFIRM, event, user, null, 0, "POST", "/register/" + user + "/confirm", null);
    }

    Asked unregister(String event, String user) {
        return ask(OperationKind.UNREGISTER, event, user, null, 0, "DELETE", "/register/" + user, null);
    }

    Asked resize(String event, int capacity) {
        return ask(OperationKind.RESIZE, event, null, null, capacity, "PATCH", "", "{\"capacity\":" + capacity + "}");
    }

    Asked cancel(String event) {
        return ask(OperationKind.CANCEL, event, null, null, 0, "DELETE", "", null);
    }

    Asked reinstate(String event) {
        return ask(OperationKind.REINSTATE, event, null, null, 0, "PATCH", "", "{\"status\":\"scheduled\"}");
    }

    Asked look(String event) {
        return ask(OperationKind.LOOK, event, null, null, 0, "GET", "", null);
    }

    private Asked ask(
            OperationKind act,
            String event,
            String user,
            String key,
            int capacity,
            String method,
            String path,
            String body) {
        var request = HttpRequest.newBuilder(server.resolve("/events/" + event + path))
                .timeout(timeout)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        long start = System.nanoTime();
        var exchange = client.sendAsync(request.build(), BodyHandlers.ofString());
        var done = exchange.handle((response, failure) -> {
            long end = System.nanoTime();
            var answer = failure == null ? answer(act, response) : Answer.of(Kind.NONE);
            return new Action(start, end, number, act, event, user, RequestKey.stored(key, user), capacity, answer);
        });
        return new Asked(exchange, done);
    }

    private static Answer answer(OperationKind act, HttpResponse<String> response) {
        try {
            CONTRACT.verify(response);
            var body = JSON.readTree(response.body());
            return response.statusCode() == 200 ? accepted(act, body) : refused(body);
        } catch (AssertionError | JsonProcessingException e) {
            return Answer.strange(response.statusCode() + " " + response.body() + " " + e.getMessage());
        }
    }

    private static Answer accepted(OperationKind act, JsonNode body) {
        return switch (act) {
            case REGISTER, INVITE ->
                body.get("status").asText().equals("registered")
                        ? Answer.seated(body.get("registeredAt").asText())
                        : Answer.waits(
                                body.get("registeredAt").asText(),
                                body.get("waitlistPosition").asInt());
            case CONFIRM -> Answer.confirmed(body.get("registeredAt").asText());
            case UNREGISTER ->
                Answer.left(body.has("promoted") ? body.get("promoted").asText() : null);
            case LOOK -> shown(Kind.SEEN, body);
            case RESIZE -> shown(Kind.RESIZED, body);
            case CANCEL -> shown(Kind.CALLED_OFF, body);
            case REINSTATE -> shown(Kind.REINSTATED, body);
        };
    }

    private static Answer shown(Kind kind, JsonNode event) {
        return Answer.of(
                kind,
                event.get("capacity").asInt(),
                event.get("currentRegistrations").asInt(),
                event.get("waitlistCount").asInt());
    }

    private static Answer refused(JsonNode body) {
        var type = body.path("type").asText();
        return switch (type.substring(type.lastIndexOf('/') + 1)) {
            case "event-full" -> Answer.of(Kind.FULL);
            case "event-cancelled" -> Answer.of(Kind.CANCELLED);
            case "already-registered" ->
                Answer.alreadyIn(body.at("/registration/registeredAt").asText());
            case "no-seat-yet" -> Answer.of(Kind.NO_SEAT_YET);
            case "registration-not-found" -> Answer.of(Kind.NOT_IN);
            case "capacity-below-registrations" -> Answer.of(Kind.TOO_SMALL);
            case "busy" -> Answer.of(Kind.BUSY);
            default -> Answer.strange(body.toString());
        };
    }
}
