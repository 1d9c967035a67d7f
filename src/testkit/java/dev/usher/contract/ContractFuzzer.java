package dev.usher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.contract.GeneratedRequest.Flaw;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Generates requests from the contract alone: valid ones, and ones with one invalid part. Has no code for single
 * operations. Reuses answers: a parameter or member often takes a value that an answer had under its name, and a cursor
 * comes from the same list. Thread-safe.
 */
public final class ContractFuzzer {
    private static final String CURSOR = "cursor";
    private static final int REMEMBERED = 8;
    private static final String STREAM = "text/event-stream";
    private static final List<String> NO_OBJECTS =
            List.of("", " ", "{", "[]", "null", "7", "\"x\"", "{}{}", "{\"a\":1,\"a\":1}", "{'a':1}", "\u0000");

    private final List<Declared> operations = new ArrayList<>();
    private final Map<String, String> cursors = new ConcurrentHashMap<>();
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final ValidValues values;
    private final InvalidValues flaws;

    public ContractFuzzer(ContractCheck contract) {
        values = new ValidValues(contract.document());
        flaws = new InvalidValues(values);
        contract.document().get("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(operation -> {
                    if (operation.getValue().has("operationId")) {
                        operations.add(
                                new Declared(path.getKey(), operation.getKey(), path.getValue(), operation.getValue()));
                    }
                }));
    }

    private record Declared(String path, String method, JsonNode item, JsonNode operation) {
        String id() {
            return operation.get("operationId").asText();
        }

        /** A stream does not end; only its refusals do. */
        boolean streams() {
            return operation.at("/responses/200/content").has(STREAM);
        }

        boolean reads() {
            return method.equals("get");
        }

        JsonNode body() {
            return operation.at("/requestBody/content/application~1json/schema");
        }
    }

    /** Lets a later request read the page after this answer. */
    public void remember(GeneratedRequest request, JsonNode answer) {
        if (answer.has("nextCursor")) {
            cursors.put(
                    pages(request.operationId(), request.target()),
                    answer.get("nextCursor").asText());
        }
        rememberIds(answer);
    }

    /** Remembers ids; each of a few slots keeps the last one stored there. */
    private void rememberIds(JsonNode answer) {
        answer.fields().forEachRemaining(member -> {
            var value = member.getValue();
            if (value.isTextual() && member.getKey().endsWith("Id")) {
                int slot = Math.floorMod(value.asText().hashCode(), REMEMBERED);
                seen.put(member.getKey() + slot, value.asText());
            }
        });
    }

    /** A value from an answer, or the given one. */
    private String seen(String name, String other, Random random) {
        return random.nextInt(3) == 0 ? other : seen.getOrDefault(name + random.nextInt(REMEMBERED), other);
    }

    /** The same for the entries of a list of ids, which stay different. */
    private ArrayNode seen(String name, ArrayNode others, Random random) {
        var entries = new LinkedHashSet<String>();
        others.forEach(other -> entries.add(seen(name.replaceAll("s$", ""), other.asText(), random)));
        var list = others.arrayNode();
        entries.forEach(list::add);
        return list;
    }

    public GeneratedRequest draw(Random random) {
        var operation = operations.get(random.nextInt(operations.size()));
        boolean canBeWrong = !parameters(operation).isEmpty() || !operation.reads();
        return canBeWrong && (operation.streams() || random.nextBoolean())
                ? wrong(operation, random)
                : right(operation, random);
    }

    private GeneratedRequest right(Declared operation, Random random) {
        var parts = new Parts(operation, random);
        if (operation.reads() && random.nextInt(8) == 0) {
            parts.query.put("_" + random.nextInt(100), "1");
        }
        return parts.request(parts.body == null ? null : parts.body.toString(), null);
    }

    private GeneratedRequest wrong(Declared operation, Random random) {
        var parts = new Parts(operation, random);
        var parameters = parameters(operation);
        int way = random.nextInt(parameters.size() + (ignoresUnknown(operation, parameters) ? 0 : 3));
        if (parts.body != null && way > parameters.size()) {
            if (random.nextInt(6) == 0) {
                var body = NO_OBJECTS.get(random.nextInt(NO_OBJECTS.size()));
                return parts.request(body, new Flaw("body", null));
            }
            var pointer = flaws.body(parts.body, operation.body(), random);
            return parts.request(parts.body.toString(), new Flaw("body", pointer));
        }
        var body = parts.body == null ? null : parts.body.toString();
        if (way >= parameters.size()) {
            var name = unknown(operation, parameters);
            parts.query.put(name, "1");
            return parts.request(body, new Flaw("query", name));
        }
        var parameter = parameters.get(way);
        var name = parameter.get("name").asText();
        var in = parameter.get("in").asText();
        if (in.equals("query") && random.nextInt(5) == 0) {
            parts.query.remove(name);
            var twice = URLEncoder.encode(sent(parameter, random), StandardCharsets.UTF_8);
            parts.repeated = name + "=" + twice + "&" + name + "=" + twice;
        } else {
            parts.put(in, name, flaws.parameter(parameter.get("schema"), random));
        }
        return parts.request(body, new Flaw(in, name));
    }

    /** A read ignores unknown query parameters, except misspellings of known ones. */
    private static boolean ignoresUnknown(Declared operation, List<JsonNode> parameters) {
        return operation.reads()
                && parameters.stream()
                        .noneMatch(parameter -> parameter.get("in").asText().equals("query"));
    }

    private static String unknown(Declared operation, List<JsonNode> parameters) {
        if (!operation.reads()) {
            return "unknown";
        }
        return parameters.stream()
                .filter(parameter -> parameter.get("in").asText().equals("query"))
                .map(parameter -> parameter.get("name").asText() + "s")
                .findFirst()
                .orElseThrow();
    }

    /** HTTP trims blanks around a header's value: a value of blanks alone would arrive empty. */
    private String sent(JsonNode parameter, Random random) {
        String text;
        do {
            text = values.draw(parameter.get("schema"), random).asText();
        } while (parameter.get("in").asText().equals("header") && text.isBlank());
        return text;
    }

    private List<JsonNode> parameters(Declared operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.item().path("parameters").forEach(parameter -> parameters.add(values.resolved(parameter)));
        operation.operation().path("parameters").forEach(parameter -> parameters.add(values.resolved(parameter)));
        return parameters;
    }

    /** Key of one list's pages: the target without the cursor. */
    private static String pages(String operationId, String target) {
        return operationId + " " + target.replaceAll("(?<=[?&])(cursor|limit)=[^&]*&?", "");
    }

    /** Parts of a request that the contract allows. */
    private final class Parts {
        private final Declared operation;
        private final Map<String, String> path = new TreeMap<>();
        private final Map<String, String> query = new TreeMap<>();
        private final Map<String, String> headers = new TreeMap<>();
        private final ObjectNode body;
        private final String type;
        private final boolean head;
        private String repeated;

        Parts(Declared operation, Random random) {
            this.operation = operation;
            List<String> types = new ArrayList<>();
            operation.operation().at("/requestBody/content").fieldNames().forEachRemaining(types::add);
            type = types.isEmpty() ? null : types.get(random.nextInt(types.size()));
            head = operation.reads() && random.nextInt(8) == 0;
            for (var parameter : parameters(operation)) {
                boolean cursor = values.resolved(parameter.get("schema"))
                        .path("format")
                        .asText()
                        .equals(CURSOR);
                if (parameter.path("required").asBoolean() || random.nextInt(3) == 0 && !cursor) {
                    var name = parameter.get("name").asText();
                    put(parameter.get("in").asText(), name, seen(name, sent(parameter, random), random));
                }
            }
            var cursor = cursors.get(pages(operation.id(), target()));
            if (cursor != null && random.nextBoolean()) {
                query.put(CURSOR, cursor);
            }
            body = operation.body().isMissingNode() ? null : (ObjectNode) values.draw(operation.body(), random);
            if (body != null) {
                var names = new ArrayList<String>();
                body.fieldNames().forEachRemaining(names::add);
                names.stream()
                        .filter(name -> body.get(name).isTextual())
                        .forEach(
                                name -> body.put(name, seen(name, body.get(name).asText(), random)));
                names.stream()
                        .filter(name -> body.get(name).isArray())
                        .forEach(name -> body.set(name, seen(name, (ArrayNode) body.get(name), random)));
            }
        }

        void put(String in, String name, String value) {
            switch (in) {
                case "path" -> path.put(name, value);
                case "query" -> query.put(name, value);
                case "header" -> headers.put(name, value);
                default -> throw new IllegalStateException("a parameter in " + in);
            }
        }

        GeneratedRequest request(String sent, Flaw flaw) {
            if (sent != null) {
                headers.put("Content-Type", type);
            }
            return new GeneratedRequest(
                    operation.id(),
                    flaw == null && head ? "HEAD" : operation.method().toUpperCase(java.util.Locale.ROOT),
                    target(),
                    headers,
                    sent,
                    flaw);
        }

        private String target() {
            var target = new StringBuilder(operation.path());
            path.forEach((name, value) -> {
                int at = target.indexOf("{" + name + "}");
                target.replace(at, at + name.length() + 2, encoded(value));
            });
            var separator = '?';
            for (var entry : query.entrySet()) {
                target.append(separator).append(entry.getKey()).append('=').append(encoded(entry.getValue()));
                separator = '&';
            }
            return repeated == null
                    ? target.toString()
                    : target.append(separator).append(repeated).toString();
        }

        private static String encoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }
}
