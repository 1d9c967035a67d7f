package dev.usher.simulation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The part of DynamoDB's expressions that Usher writes: comparisons and tests of existence joined by {@code AND}, and
 * updates that set, remove, or add to attributes. Throws for any other.
 */
final class ExpressionEvaluator {
    private static final Pattern AND = Pattern.compile(" AND (?!:)");
    private static final Pattern TERM = Pattern.compile("attribute_(not_exists|exists)\\((#\\w+)\\)"
            + "|(#\\w+) BETWEEN (:\\w+) AND (:\\w+)"
            + "|(#\\w+) (=|<>|<=|>=|<|>) (:\\w+)");
    private static final Map<String, List<Term>> PARSED = new ConcurrentHashMap<>();

    /** @param operator a comparison, {@code BETWEEN}, {@code exists} or {@code not_exists} */
    private record Term(String operator, String name, String value, String last) {
        static Term of(String text) {
            var term = TERM.matcher(text.strip());
            if (!term.matches()) {
                throw new IllegalArgumentException("not understood: " + text);
            }
            if (term.group(1) != null) {
                return new Term(term.group(1), term.group(2), null, null);
            }
            return term.group(3) != null
                    ? new Term("BETWEEN", term.group(3), term.group(4), term.group(5))
                    : new Term(term.group(7), term.group(6), term.group(8), null);
        }
    }

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;

    ExpressionEvaluator(Map<String, String> names, Map<String, AttributeValue> values) {
        this.names = names;
        this.values = values;
    }

    /**
     * @param condition null for none
     * @param item empty for an item that does not exist
     */
    boolean matches(String condition, Map<String, AttributeValue> item) {
        return condition == null
                || PARSED
                        .computeIfAbsent(condition, text -> Arrays.stream(AND.split(text))
                                .map(Term::of)
                                .toList())
                        .stream()
                        .allMatch(term -> matches(term, item));
    }

    private boolean matches(Term term, Map<String, AttributeValue> item) {
        var value = item.get(names.get(term.name()));
        if (term.value() == null) {
            return (value == null) == term.operator().equals("not_exists");
        }
        if (value == null) {
            return false;
        }
        var operand = values.get(term.value());
        return switch (term.operator()) {
            case "=" -> value.equals(operand);
            case "<>" -> !value.equals(operand);
            case "<" -> compare(value, operand) < 0;
            case "<=" -> compare(value, operand) <= 0;
            case ">" -> compare(value, operand) > 0;
            case ">=" -> compare(value, operand) >= 0;
            default -> compare(value, operand) >= 0 && compare(value, values.get(term.last())) <= 0;
        };
    }

    private static int compare(AttributeValue one, AttributeValue other) {
        return one.n() == null
                ? one.s().compareTo(other.s())
                : new BigDecimal(one.n()).compareTo(new BigDecimal(other.n()));
    }

    private static AttributeValue sum(AttributeValue one, AttributeValue other) {
        return AttributeValue.fromN(
                new BigDecimal(one.n()).add(new BigDecimal(other.n())).toPlainString());
    }

    /** The item after an update. */
    Map<String, AttributeValue> updated(String update, Map<String, AttributeValue> item) {
        var result = new HashMap<>(item);
        int remove = update.indexOf("REMOVE ");
        var sets = (remove < 0 ? update : update.substring(0, remove)).strip();
        if (sets.startsWith("SET ")) {
            for (var set : sets.substring("SET ".length()).split(", ")) {
                var sides = set.split(" = ");
                var value = values.get(sides[1]);
                if (value == null) {
                    throw new IllegalArgumentException("not understood: " + set);
                }
                result.put(names.get(sides[0]), value);
            }
        } else if (sets.startsWith("ADD ")) {
            for (var add : sets.substring("ADD ".length()).split(", ")) {
                var sides = add.split(" ");
                result.merge(names.get(sides[0]), values.get(sides[1]), ExpressionEvaluator::sum);
            }
        } else if (!sets.isEmpty()) {
            throw new IllegalArgumentException("not understood: " + update);
        }
        if (remove >= 0) {
            for (var name : update.substring(remove + "REMOVE ".length()).split(", ")) {
                result.remove(names.get(name.strip()));
            }
        }
        return result;
    }
}
