package dev.usher.contract;

import dev.usher.contract.json.ContentType;
import dev.usher.contract.json.DateTimes;
import dev.usher.contract.json.MalformedJsonException;
import dev.usher.contract.json.StrictJsonParser;
import dev.usher.contract.json.Texts;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.RequestBody;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Validator of an operation's body, a JSON object. Confined to one event loop. */
final class BodyValidator {
    private final List<String> mediaTypes;
    private final SchemaValidator schema;
    private final boolean patch;

    /** @param patch whether null clears a member */
    BodyValidator(RequestBody body, boolean patch) {
        this.patch = patch;
        var schemas = body.getContent().values().stream()
                .map(content -> content.getOpenAPIModel().getJsonObject("schema"))
                .distinct()
                .toList();
        if (schemas.size() != 1 || !body.isRequired()) {
            throw new ContractException("a body must be required and have exactly one schema");
        }
        this.mediaTypes = body.getContent().keySet().stream()
                .map(RouterContract::published)
                .sorted()
                .toList();
        this.schema = new SchemaValidator(schemas.get(0));
        if (!"object".equals(schema.type())) {
            throw new ContractException("a body must be an object");
        }
    }

    List<String> mediaTypes() {
        return mediaTypes;
    }

    /**
     * Returns whether the headers announce a body of one of the contract's media types, in UTF-8 and not compressed.
     */
    boolean takes(MultiMap headers) {
        var types = headers.getAll(HttpHeaders.CONTENT_TYPE);
        return types.size() == 1
                && mediaTypes.stream().anyMatch(mediaType -> ContentType.is(types.get(0), mediaType))
                && !isCompressed(headers);
    }

    /** Returns whether the headers name a content coding. */
    static boolean isCompressed(MultiMap headers) {
        return !headers.getAll(HttpHeaders.CONTENT_ENCODING).stream().allMatch("identity"::equalsIgnoreCase);
    }

    /** Puts the members and the defaults into {@code members}, date-times as instants, or reports what is wrong. */
    void read(Buffer body, JsonObject members, Consumer<ValidationError> wrong) {
        Object value;
        try {
            value = StrictJsonParser.parse(body);
        } catch (MalformedJsonException e) {
            wrong.accept(ValidationError.body(e.pointer(), e.getMessage()));
            return;
        }
        if (value instanceof JsonObject object) {
            normalize(object);
        }
        var flaws = schema.check(value);
        flaws.forEach(flaw -> wrong.accept(ValidationError.body(flaw.pointer(), flaw.message())));
        if (flaws.isEmpty()) {
            members.mergeIn((JsonObject) value);
            schema.properties().forEach(property -> {
                var name = property.getKey();
                var format = format(property);
                fill(members, name, (JsonObject) property.getValue());
                if (DateTimes.FORMAT.equals(format)) {
                    convert(members, name, wrong);
                } else if (Texts.LINE.equals(format)
                        && members.getValue(name) instanceof String text
                        && !Texts.isVisible(text)) {
                    wrong.accept(ValidationError.body("/" + name, ValidationMessages.VISIBLE));
                }
            });
        }
    }

    private static String format(Map.Entry<String, Object> property) {
        return ((JsonObject) property.getValue()).getString("format");
    }

    /** Converts texts to their stored form. In a new resource, null is the same as an omitted member. */
    private void normalize(JsonObject object) {
        schema.properties().forEach(property -> {
            var name = property.getKey();
            if (object.getValue(name) instanceof String text) {
                object.put(name, Texts.normalized(text, format(property)));
            } else if (!patch && object.getValue(name) == null && schema.takesNull(name)) {
                object.remove(name);
            }
        });
    }

    private static void convert(JsonObject members, String name, Consumer<ValidationError> wrong) {
        if (members.getValue(name) instanceof String text) {
            DateTimes.read(text, message -> wrong.accept(ValidationError.body("/" + name, message)))
                    .ifPresent(moment -> members.put(name, moment));
        }
    }

    private static void fill(JsonObject members, String name, JsonObject schema) {
        var value = schema.getValue("default");
        if (value != null && !members.containsKey(name)) {
            members.put(name, value);
        }
    }
}
