package dev.usher.contract;

import dev.usher.contract.json.DateTimes;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Validator of one parameter of an operation: its location, the conversion of its text to the schema's type, and the
 * schema. Confined to one event loop.
 */
final class ParameterValidator {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    /** Headers that are lists: several lines are the same as one with commas (RFC 9110, 5.3). */
    private static final Set<String> LISTS = Set.of("If-Match", "If-None-Match");

    private final String name;
    private final ValidationError.In in;
    private final boolean required;
    private final SchemaValidator schema;

    ParameterValidator(Parameter parameter) {
        this.name = parameter.getName();
        this.in = in(parameter.getIn());
        this.required = parameter.isRequired();
        this.schema = new SchemaValidator(parameter.getOpenAPIModel().getJsonObject("schema"));
    }

    String name() {
        return name;
    }

    boolean isQuery() {
        return in == ValidationError.In.QUERY;
    }

    /** Puts the value, or the default, under the parameter's name, or reports what is wrong. */
    void read(RawRequest sent, Map<String, Object> values, Consumer<ValidationError> wrong) {
        var given = given(sent);
        if (given.size() > 1) {
            wrong.accept(new ValidationError(in, name, "is given more than once"));
        } else if (given.size() == 1) {
            check(given.get(0), values, wrong);
        } else if (required) {
            wrong.accept(new ValidationError(in, name, "is missing"));
        } else if (schema.defaultValue() != null) {
            values.put(name, schema.defaultValue());
        }
    }

    private void check(String text, Map<String, Object> values, Consumer<ValidationError> wrong) {
        var value = typed(text);
        var flaws = schema.check(value);
        flaws.forEach(flaw -> wrong.accept(new ValidationError(in, name, flaw.message())));
        if (!flaws.isEmpty()) {
            return;
        }
        if (DateTimes.FORMAT.equals(schema.format())) {
            DateTimes.read(text, message -> wrong.accept(new ValidationError(in, name, message)))
                    .ifPresent(moment -> values.put(name, moment));
        } else if (PageCursor.FORMAT.equals(schema.format())) {
            PageCursor.decode(text)
                    .ifPresentOrElse(
                            after -> values.put(name, after),
                            () -> wrong.accept(new ValidationError(in, name, "is not a valid cursor")));
        } else {
            values.put(name, value);
        }
    }

    private List<String> given(RawRequest sent) {
        return switch (in) {
            case PATH -> List.of(sent.path().get(name));
            case QUERY -> sent.query().getAll(name);
            case HEADER -> lines(sent.headers().getAll(name));
            case BODY -> throw new IllegalStateException("a parameter in the body");
        };
    }

    private List<String> lines(List<String> sent) {
        return sent.size() > 1 && LISTS.contains(name) ? List.of(String.join(", ", sent)) : sent;
    }

    private Object typed(String text) {
        return switch (schema.type()) {
            case "integer" -> INTEGER.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
            case "boolean" -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
            default -> text;
        };
    }

    private static ValidationError.In in(Location location) {
        return switch (location) {
            case PATH -> ValidationError.In.PATH;
            case QUERY -> ValidationError.In.QUERY;
            case HEADER -> ValidationError.In.HEADER;
            case COOKIE -> throw new ContractException("parameters in cookies are not supported");
        };
    }
}
