package dev.usher.dynamodb.item;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition expression with its names and values. The alias of an attribute is {@code #} and its name.
 *
 * @param names attribute names by alias
 * @param values attribute values by placeholder
 */
public record DynamoDbExpression(String text, Map<String, String> names, Map<String, AttributeValue> values) {

    public static DynamoDbExpression absent(String attribute) {
        return new DynamoDbExpression(
                "attribute_not_exists(" + alias(attribute) + ")", Map.of(alias(attribute), attribute), Map.of());
    }

    public static DynamoDbExpression present(String attribute) {
        return new DynamoDbExpression(
                "attribute_exists(" + alias(attribute) + ")", Map.of(alias(attribute), attribute), Map.of());
    }

    public static DynamoDbExpression is(String attribute, AttributeValue value) {
        return compared(attribute, "=", ":is_" + attribute, value);
    }

    public static DynamoDbExpression above(String attribute, AttributeValue value) {
        return compared(attribute, ">", ":above_" + attribute, value);
    }

    static DynamoDbExpression upTo(String attribute, AttributeValue value) {
        return compared(attribute, "<=", ":upTo_" + attribute, value);
    }

    /** Includes both ends. */
    static DynamoDbExpression between(String attribute, AttributeValue from, AttributeValue to) {
        return new DynamoDbExpression(
                alias(attribute) + " BETWEEN :from_" + attribute + " AND :to_" + attribute,
                Map.of(alias(attribute), attribute),
                Map.of(":from_" + attribute, from, ":to_" + attribute, to));
    }

    public DynamoDbExpression and(DynamoDbExpression other) {
        return new DynamoDbExpression(
                text + " AND " + other.text, merged(names, other.names), merged(values, other.values));
    }

    /** The values, or null if there are none, because DynamoDB rejects an empty map. */
    public Map<String, AttributeValue> valuesOrNull() {
        return values.isEmpty() ? null : values;
    }

    public static String alias(String attribute) {
        return "#" + attribute;
    }

    public static <V> Map<String, V> merged(Map<String, V> one, Map<String, V> other) {
        var both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    private static DynamoDbExpression compared(String attribute, String how, String placeholder, AttributeValue value) {
        return new DynamoDbExpression(
                alias(attribute) + " " + how + " " + placeholder,
                Map.of(alias(attribute), attribute),
                Map.of(placeholder, value));
    }
}
