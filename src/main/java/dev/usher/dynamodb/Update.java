package dev.usher.dynamodb;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An update expression: what is set, what is removed, what is added. Its placeholders never meet those of a condition.
 */
record Update(String text, Map<String, String> names, Map<String, AttributeValue> values) {

    static Update set(String attribute, AttributeValue value) {
        return difference(Map.of(), Map.of(attribute, value));
    }

    /** Adds a number to each attribute, which counts as 0 where it is absent. */
    static Update add(Map<String, BigInteger> numbers) {
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        var adds = new TreeSet<String>();
        numbers.forEach((attribute, number) -> {
            var placeholder = ":add_" + attribute;
            names.put(Expression.alias(attribute), attribute);
            values.put(placeholder, AttributeValue.fromN(number.toString()));
            adds.add(Expression.alias(attribute) + " " + placeholder);
        });
        return new Update("ADD " + String.join(", ", adds), names, values);
    }

    /** Turns one set of attributes into the other and leaves the row's other attributes alone. */
    static Update difference(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        var sets = new StringBuilder();
        var removes = new StringBuilder();
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        var attributes = new TreeSet<>(before.keySet());
        attributes.addAll(after.keySet());
        for (var attribute : attributes) {
            var value = after.get(attribute);
            if (value == null) {
                removes.append(removes.isEmpty() ? " REMOVE " : ", ").append(Expression.alias(attribute));
                names.put(Expression.alias(attribute), attribute);
            } else if (!value.equals(before.get(attribute))) {
                var placeholder = ":set_" + attribute;
                sets.append(sets.isEmpty() ? "SET " : ", ")
                        .append(Expression.alias(attribute))
                        .append(" = ")
                        .append(placeholder);
                names.put(Expression.alias(attribute), attribute);
                values.put(placeholder, value);
            }
        }
        return new Update(sets.append(removes).toString().strip(), names, values);
    }
}
