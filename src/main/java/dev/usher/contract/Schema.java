package dev.usher.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One schema of the contract with a validator that is built once. A validator rewrites its schema while it works, so
 * each owns a copy: an instance belongs to one event loop.
 */
final class Schema {
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("app://usher")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);
    private static final Set<String> COMPOUND = Set.of("properties", "items", "prefixItems");

    private final JsonObject json;
    private final Shortcut shortcut;
    private final Validator validator;

    /** @param resolved without references */
    Schema(JsonObject resolved) {
        this.json = plain(resolved);
        this.shortcut = new Shortcut(json);
        this.validator = Validator.create(JsonSchema.of(plain(resolved)), OPTIONS);
    }

    /** What is wrong with the value. */
    record Flaw(String pointer, String message) {}

    /** @return empty when the value is as the schema says */
    Set<Flaw> check(Object value) {
        if (shortcut.isSureOf(value)) {
            return Set.of();
        }
        var verdict = validator.validate(value);
        if (verdict.getValid()) {
            return Set.of();
        }
        var flaws = new LinkedHashSet<Flaw>();
        var errors = verdict.getErrors();
        for (var error : errors == null ? List.<OutputUnit>of() : errors) {
            add(flaws, error, value);
        }
        if (flaws.isEmpty()) {
            flaws.add(new Flaw("", "is not as the contract says"));
        }
        return flaws;
    }

    String type() {
        return json.getString("type");
    }

    String format() {
        return json.getString("format");
    }

    /** Null when the schema has none. */
    Object defaultValue() {
        return json.getValue("default");
    }

    JsonObject properties() {
        return json.getJsonObject("properties", new JsonObject());
    }

    private void add(Set<Flaw> flaws, OutputUnit error, Object value) {
        var location = error.getKeywordLocation().substring(1);
        var keyword = location.substring(location.lastIndexOf('/') + 1);
        var pointer = error.getInstanceLocation().substring(1);
        if (COMPOUND.contains(keyword) || keyword.equals("additionalProperties") && isKnown(location, pointer)) {
            return;
        }
        var asked = JsonPointer.from(location).queryJson(json);
        if (keyword.equals("required")) {
            var present = (JsonObject) JsonPointer.from(pointer).queryJson(value);
            ((JsonArray) asked)
                    .stream()
                            .filter(name -> !present.containsKey((String) name))
                            .forEach(name -> flaws.add(new Flaw(pointer + "/" + name, Wording.of(keyword, asked))));
        } else {
            flaws.add(new Flaw(pointer, Wording.of(keyword, asked)));
        }
    }

    /** The validator calls a member that is wrong an additional one, too. */
    private boolean isKnown(String location, String pointer) {
        var parent = location.substring(0, location.lastIndexOf('/'));
        var member = pointer.substring(pointer.lastIndexOf('/'));
        return JsonPointer.from(parent + "/properties" + member).queryJson(json) != null;
    }

    /** A deep copy without what the resolver left in it. */
    private static JsonObject plain(JsonObject resolved) {
        var copy = new JsonObject();
        for (var entry : resolved) {
            if (JsonSchema.EXCLUDE_ANNOTATIONS.test(entry.getKey())) {
                copy.put(entry.getKey(), plainValue(entry.getValue()));
            }
        }
        return copy;
    }

    private static Object plainValue(Object value) {
        if (value instanceof JsonObject object) {
            return plain(object);
        }
        if (value instanceof JsonArray array) {
            return new JsonArray(array.stream().map(Schema::plainValue).collect(Collectors.toList()));
        }
        return value;
    }
}
