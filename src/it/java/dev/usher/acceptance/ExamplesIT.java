package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.audit.TableAudit;
import dev.usher.contract.ContractCheck;
import dev.usher.dynamodb.TestDynamoDb;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Sends the contract's examples unchanged, one operation after the other: creates first, then reads and changes,
 * deletes last. Each is answered with success, and in the shape of an example.
 */
class ExamplesIT {
    private static final List<String> ORDER = List.of("post", "get", "patch", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = TestDynamoDb.newPrefix();
    /** It is there only when a list goes on. */
    private static final String MORE = "nextCursor";

    private final ContractCheck contract = new ContractCheck();
    private final HttpClient client = HttpClient.newHttpClient();

    private record Declared(String path, String method, JsonNode item, JsonNode operation) {
        /** Creates from the whole to its parts, removals from the parts to the whole. */
        int rank() {
            int depth = path.split("/").length;
            return ORDER.indexOf(method) * 100 + (method.equals("delete") ? -depth : depth);
        }
    }

    @Test
    void areTrue() throws Exception {
        Set<String> answered = new HashSet<>();
        try (var usher = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of())) {
            create(usher.uri(), "grace");
            for (var declared : operations()) {
                answer(usher.uri(), declared);
                answered.add(declared.operation().get("operationId").asText());
            }
        }
        assertThat(answered).contains("createUser", "register", "unregister", "cancelEvent", "listUserEvents");
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    /** The guest of the examples is another user than the one that they create and register. */
    private void create(URI server, String userId) throws Exception {
        var body = "{\"userId\":\"" + userId + "\",\"name\":\"A guest\"}";
        var request = HttpRequest.newBuilder(server.resolve("/users"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(201);
    }

    private void answer(URI server, Declared declared) throws Exception {
        var path = declared.path();
        var query = new ArrayList<String>();
        var request = HttpRequest.newBuilder();
        for (var parameter : parameters(declared)) {
            var name = parameter.get("name").asText();
            var example = parameter
                    .path("example")
                    .asText(parameter.at("/schema/example").asText());
            switch (parameter.get("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", example);
                case "header" -> {
                    if (!example.isEmpty()) {
                        request.header(name, example);
                    }
                }
                default -> {
                    if (!example.isEmpty()) {
                        query.add(name + "=" + example);
                    }
                }
            }
        }
        var body = resolved(declared.operation().at("/requestBody/content/application~1json/schema"))
                .path("example");
        if (!body.isMissingNode()) {
            request.header("Content-Type", "application/json");
        }
        var target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        var response = client.send(
                request.uri(server.resolve(target))
                        .method(
                                declared.method().toUpperCase(Locale.ROOT),
                                body.isMissingNode()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body.toString()))
                        .build(),
                BodyHandlers.ofString());
        contract.verify(response);
        assertThat(response.statusCode())
                .as("%s %s: %s", declared.method(), target, response.body())
                .isBetween(200, 299);
        var examples =
                declared.operation().at("/responses/" + response.statusCode() + "/content/application~1json/examples");
        var answer = JSON.readTree(response.body());
        assertThat(examples)
                .as("%s %s has the shape of an example: %s", declared.method(), target, answer)
                .anyMatch(example -> isShapedLike(resolved(example).get("value"), answer));
    }

    /** Whether the answer has all members of the example, down to those of the entries of its lists. */
    private static boolean isShapedLike(JsonNode example, JsonNode answer) {
        for (var members = example.fields(); members.hasNext(); ) {
            var member = members.next();
            var value = answer.path(member.getKey());
            if (member.getKey().equals(MORE)) {
                continue;
            }
            if (value.getNodeType() != member.getValue().getNodeType()) {
                return false;
            }
            for (var entry : value.isArray() ? value : JSON.createArrayNode()) {
                if (!anyIsLike(member.getValue(), entry)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean anyIsLike(JsonNode examples, JsonNode entry) {
        for (var example : examples) {
            if (isShapedLike(example, entry)) {
                return true;
            }
        }
        return false;
    }

    /** All but streams, which do not end. */
    private List<Declared> operations() {
        List<Declared> operations = new ArrayList<>();
        contract.document().get("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(operation -> {
                    var declared =
                            new Declared(path.getKey(), operation.getKey(), path.getValue(), operation.getValue());
                    if (ORDER.contains(operation.getKey())
                            && !operation
                                    .getValue()
                                    .at("/responses/200/content")
                                    .has("text/event-stream")) {
                        operations.add(declared);
                    }
                }));
        operations.sort(Comparator.comparingInt(Declared::rank));
        return operations;
    }

    private List<JsonNode> parameters(Declared declared) {
        List<JsonNode> parameters = new ArrayList<>();
        declared.item().path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        declared.operation().path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        return parameters;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? contract.document().at(node.get("$ref").asText().substring(1))
                : node;
    }
}
