package dev.usher.dynamodb;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition with what it speaks of. An attribute's alias is {@code #} and its name.
 *
 * @param names what the aliases stand for
 * @param values what the placeholders stand for
 */
record Expression(String text, Map<String, String> names, Map<String, AttributeValue> values) {

    static Expression absent(String attribute) {
        return new Expression(
                "attribute_not_exists(" + alias(attribute) + ")", Map.of(alias(attribute), attribute), Map.of());
    }

    static Expression is(String attribute, AttributeValue value) {
        return compared(attribute, "=", ":is_" + attribute, value);
    }

    static Expression above(String attribute, AttributeValue value) {
        return compared(attribute, ">", ":above_" + attribute, value);
    }

    /** Both ends included. */
    static Expression between(String attribute, AttributeValue from, AttributeValue to) {
        return new Expression(
                alias(attribute) + " BETWEEN :from_" + attribute + " AND :to_" + attribute,
                Map.of(alias(attribute), attribute),
                Map.of(":from_" + attribute, from, ":to_" + attribute, to));
    }

    Expression and(Expression other) {
        return new Expression(text + " AND " + other.text, merged(names, other.names), merged(values, other.values));
    }

    /** The placeholders' values, or null when there are none: DynamoDB refuses an empty map. */
    Map<String, AttributeValue> valuesOrNull() {
        return values.isEmpty() ? null : values;
    }

    static String alias(String attribute) {
        return "#" + attribute;
    }

    static <V> Map<String, V> merged(Map<String, V> one, Map<String, V> other) {
        var both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    private static Expression compared(String attribute, String how, String placeholder, AttributeValue value) {
        return new Expression(
                alias(attribute) + " " + how + " " + placeholder,
                Map.of(alias(attribute), attribute),
                Map.of(placeholder, value));
    }
}
