package dev.usher.dynamodb;

import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Single values of a row. Reading one that must be there and is not fails with the attribute's name. */
final class Values {
    private Values() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /** ISO-8601 in UTC. */
    static AttributeValue time(Instant value) {
        return AttributeValue.fromS(value.toString());
    }

    static String text(Map<String, AttributeValue> item, String attribute) {
        return present(item, attribute).s();
    }

    static String textOrNull(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        return value == null ? null : value.s();
    }

    static long number(Map<String, AttributeValue> item, String attribute) {
        return Long.parseLong(present(item, attribute).n());
    }

    static int count(Map<String, AttributeValue> item, String attribute) {
        return Integer.parseInt(present(item, attribute).n());
    }

    static boolean flag(Map<String, AttributeValue> item, String attribute) {
        return present(item, attribute).bool();
    }

    static Instant time(Map<String, AttributeValue> item, String attribute) {
        return Instant.parse(present(item, attribute).s());
    }

    static Instant timeOrNull(Map<String, AttributeValue> item, String attribute) {
        return item.containsKey(attribute) ? time(item, attribute) : null;
    }

    private static AttributeValue present(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        if (value == null) {
            throw new IllegalStateException("a row without " + attribute);
        }
        return value;
    }
}
