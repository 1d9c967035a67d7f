package dev.usher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Checks responses against the published contract, with another validator than the server's. Stricter than the contract
 * in two ways: an undeclared member is an error, and so is a value that an open enumeration does not list. Immutable
 * and thread-safe.
 */
public final class ContractCheck {
    private static final String OPEN_ENUM = "x-extensible-enum";
    private static final String PROBLEM = "application/problem+json";
    /** Media types whose bodies have no schema of JSON. */
    private static final List<String> TEXTS = List.of("text/csv", "text/calendar");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode contract;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    public ContractCheck() {
        try (var stream = ContractCheck.class.getClassLoader().getResourceAsStream("openapi.yaml")) {
            contract = new ObjectMapper(new YAMLFactory()).readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var bases = contract.findValues("allOf").stream()
                .flatMap(all -> all.findValuesAsText("$ref").stream())
                .collect(Collectors.toSet());
        contract.at("/components/schemas").fields().forEachRemaining(named -> {
            var schema = (ObjectNode) named.getValue();
            if (schema.has("allOf")) {
                schema.put("unevaluatedProperties", false);
            } else if (schema.has("properties") && !bases.contains("#/components/schemas/" + named.getKey())) {
                schema.put("additionalProperties", false);
            }
        });
        contract.findParents(OPEN_ENUM).forEach(open -> ((ObjectNode) open).set("enum", open.get(OPEN_ENUM)));
    }

    /** Checks the response to its own request. */
    public void verify(HttpResponse<String> response) {
        var request = response.request();
        verify(
                request.method(),
                request.uri().getRawPath(),
                response.statusCode(),
                response.headers().map(),
                response.body());
    }

    /** If the path and method match no operation, the response must be a problem. */
    public void verify(String method, String path, int status, Map<String, List<String>> headers, String body) {
        if (method.equals("HEAD")) {
            assertThat(body).as("HEAD %s has no body", path).isEmpty();
            return;
        }
        var operation = operation(method, path);
        if (operation.isMissingNode()) {
            assertThat(status).as("%s %s is in no contract", method, path).isGreaterThanOrEqualTo(400);
            problem(status, headers, body);
        } else {
            verify(operation, status, headers, body);
        }
    }

    /** Checks a response of the operation. */
    public void verify(String operationId, int status, Map<String, List<String>> headers, String body) {
        for (var path : contract.get("paths")) {
            for (var operation : path) {
                if (operationId.equals(operation.path("operationId").asText())) {
                    verify(operation, status, headers, body);
                    return;
                }
            }
        }
        throw new AssertionError("no operation " + operationId);
    }

    /** Checks a value against one of the contract's schemas. */
    public void verify(String schema, String json) {
        conforms(JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema), json);
    }

    public JsonNode document() {
        return contract;
    }

    private void verify(JsonNode operation, int status, Map<String, List<String>> headers, String body) {
        var id = operation.path("operationId").asText();
        var response = resolved(operation.path("responses").path(Integer.toString(status)));
        assertThat(response.isMissingNode())
                .as("%s may answer %d: %s", id, status, body)
                .isFalse();
        var lower = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        lower.putAll(headers);
        response.path("headers").fields().forEachRemaining(entry -> header(id, entry, lower));
        if (!response.has("content")) {
            assertThat(body).as("%s %d has no body", id, status).isEmpty();
            return;
        }
        var type = lower.getOrDefault("content-type", List.of(""));
        assertThat(type).hasSize(1);
        var text = TEXTS.stream()
                .filter(name -> type.get(0).equals(name + "; charset=utf-8"))
                .findFirst();
        var media = response.path("content").path(text.orElse(type.get(0)));
        assertThat(media.isMissingNode())
                .as("%s %d may be %s", id, status, type)
                .isFalse();
        if (text.isPresent()) {
            return;
        }
        conforms(media.get("schema"), body);
        if (status >= 400) {
            problem(status, headers, body);
        }
    }

    private void header(String id, Map.Entry<String, JsonNode> entry, Map<String, List<String>> headers) {
        var values = headers.getOrDefault(entry.getKey(), List.of());
        if (values.isEmpty() && !resolved(entry.getValue()).path("required").asBoolean()) {
            return;
        }
        assertThat(values).as("%s header %s", id, entry.getKey()).hasSize(1);
        var schema = resolved(entry.getValue()).get("schema");
        var value = schema.path("type").asText().equals("integer")
                ? values.get(0)
                : JSON.getNodeFactory().textNode(values.get(0)).toString();
        conforms(schema, value);
    }

    private void problem(int status, Map<String, List<String>> headers, String body) {
        var lower = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        lower.putAll(headers);
        assertThat(lower.get("content-type")).containsExactly(PROBLEM);
        conforms(JSON.createObjectNode().put("$ref", "#/components/schemas/Problem"), body);
        assertThat(read(body).get("status").asInt()).isEqualTo(status);
    }

    private void conforms(JsonNode schema, String body) {
        assertThat(compiled.computeIfAbsent(schema, this::compile).validate(read(body)))
                .as("%s against the contract", body)
                .isEmpty();
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        ObjectNode components = contract.get("components").deepCopy();
        components.retain("schemas").findParents("example").forEach(parent -> ((ObjectNode) parent).remove("example"));
        whole.set("components", components);
        return schemas.getSchema(whole, config);
    }

    private JsonNode operation(String method, String path) {
        var paths = contract.get("paths").fields();
        while (paths.hasNext()) {
            var entry = paths.next();
            if (path.matches(entry.getKey().replaceAll("\\{[^}]*}", "[^/]+"))) {
                return entry.getValue().path(method.toLowerCase(java.util.Locale.ROOT));
            }
        }
        return MissingNode.getInstance();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }
}
