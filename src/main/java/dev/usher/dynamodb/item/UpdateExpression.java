package dev.usher.dynamodb.item;

import static dev.usher.dynamodb.item.DynamoDbExpression.*;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An update expression that sets, removes or adds. Its placeholders never collide with those of a condition. */
public record UpdateExpression(String text, Map<String, String> names, Map<String, AttributeValue> values) {
    private static final String SET = "SET ";

    public static UpdateExpression set(String attribute, AttributeValue value) {
        return difference(Map.of(), Map.of(attribute, value));
    }

    /** Sets an attribute in addition, unless the row has it already. This expression must set another one. */
    public UpdateExpression andSetIfAbsent(String attribute, AttributeValue value) {
        var alias = alias(attribute);
        var placeholder = ":first_" + attribute;
        return new UpdateExpression(
                SET + alias + " = if_not_exists(" + alias + ", " + placeholder + "), " + text.substring(SET.length()),
                merged(names, Map.of(alias, attribute)),
                merged(values, Map.of(placeholder, value)));
    }

    /** Adds a number to each attribute; an absent one counts as 0. */
    public static UpdateExpression add(Map<String, BigInteger> numbers) {
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        var adds = new TreeSet<String>();
        numbers.forEach((attribute, number) -> {
            var placeholder = ":add_" + attribute;
            names.put(alias(attribute), attribute);
            values.put(placeholder, AttributeValue.fromN(number.toString()));
            adds.add(alias(attribute) + " " + placeholder);
        });
        return new UpdateExpression("ADD " + String.join(", ", adds), names, values);
    }

    /** Changes one set of attributes to the other; leaves the other attributes of the row unchanged. */
    public static UpdateExpression difference(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        var sets = new StringBuilder();
        var removes = new StringBuilder();
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        var attributes = new TreeSet<>(before.keySet());
        attributes.addAll(after.keySet());
        for (var attribute : attributes) {
            var value = after.get(attribute);
            if (value == null) {
                removes.append(removes.isEmpty() ? " REMOVE " : ", ").append(alias(attribute));
                names.put(alias(attribute), attribute);
            } else if (!value.equals(before.get(attribute))) {
                var placeholder = ":set_" + attribute;
                sets.append(sets.isEmpty() ? SET : ", ")
                        .append(alias(attribute))
                        .append(" = ")
                        .append(placeholder);
                names.put(alias(attribute), attribute);
                values.put(placeholder, value);
            }
        }
        return new UpdateExpression(sets.append(removes).toString().strip(), names, values);
    }
}
