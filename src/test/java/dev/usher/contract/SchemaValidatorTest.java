package dev.usher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares schema validation with another implementation of JSON Schema, and checks that its time is linear in the size
 * of the value.
 */
class SchemaValidatorTest {
    private static final List<JsonObject> SCHEMAS = List.of(
            new JsonObject("{\"type\":\"string\",\"pattern\":\"^[a-c][a-c.~-]{0,3}$\"}"),
            new JsonObject("{\"type\":\"string\",\"minLength\":2,\"maxLength\":3}"),
            new JsonObject("{\"type\":\"string\",\"enum\":[\"a\",\"bb\"]}"),
            new JsonObject("{\"type\":\"integer\",\"minimum\":-2,\"maximum\":3}"),
            new JsonObject("{\"type\":\"boolean\",\"default\":true}"),
            new JsonObject("{\"type\":[\"string\",\"null\"],\"maxLength\":2}"),
            new JsonObject("{\"type\":[\"string\",\"integer\"]}"),
            new JsonObject("{\"type\":\"object\",\"minProperties\":2,\"properties\":{\"a\":{\"type\":\"boolean\"}}}"),
            new JsonObject("{\"type\":\"object\",\"required\":[\"a\"],\"additionalProperties\":false,\"properties\":"
                    + "{\"a\":{\"type\":\"string\",\"maxLength\":2},\"b\":{\"type\":\"integer\",\"minimum\":0}}}"),
            new JsonObject("{\"type\":\"array\",\"minItems\":1,\"maxItems\":2,\"uniqueItems\":true,\"items\":"
                    + "{\"type\":\"string\",\"maxLength\":2}}"));
    private static final List<Object> SCALARS =
            List.of("", "a", "bb", "abc", "a.~-", "😀😀", "😀😀😀😀", "x", 0, 3L, -3, 4, 1.0, 2.5, true, false, 1e30);

    /** A failure names its seed. */
    @Test
    void agreesWithAnotherValidator() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int valid = 0;
        for (var json : SCHEMAS) {
            var schema = new SchemaValidator(json);
            var validator = Validator.create(
                    JsonSchema.of(json.copy()),
                    new JsonSchemaOptions()
                            .setBaseUri("app://test")
                            .setDraft(Draft.DRAFT202012)
                            .setOutputFormat(OutputFormat.Flag));
            for (int i = 0; i < 500; i++) {
                var value = value(random);
                boolean ours = schema.check(value).isEmpty();
                valid += ours ? 1 : 0;
                assertThat(ours)
                        .as("seed %d: %s as %s", seed, value, json)
                        .isEqualTo(validator.validate(value).getValid());
            }
        }
        assertThat(valid).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"string\",\"not\":{\"const\":\"a\"}}",
                "{\"type\":\"array\"}",
                "{\"type\":\"array\",\"uniqueItems\":true,\"items\":{\"type\":\"integer\"}}",
                "{\"minLength\":1}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"}}}"
            })
    void refusesAKeywordOrATypeThatItDoesNotCheck(String schema) {
        assertThatThrownBy(() -> new SchemaValidator(new JsonObject(schema))).isInstanceOf(ContractException.class);
    }

    private static Object value(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> {
                var array = new JsonArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(random.nextBoolean() ? scalar(random) : "a");
                }
                yield array;
            }
            case 1, 2, 3 -> {
                var object = new JsonObject();
                for (var name : List.of("a", "b", "c")) {
                    if (random.nextInt(3) > 0 && (!name.equals("c") || random.nextInt(4) == 0)) {
                        object.put(name, scalar(random));
                    }
                }
                yield object;
            }
            default -> scalar(random);
        };
    }

    private static Object scalar(Random random) {
        return SCALARS.get(random.nextInt(SCALARS.size()));
    }
}
