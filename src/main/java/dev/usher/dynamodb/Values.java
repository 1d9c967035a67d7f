package dev.usher.dynamodb;

import dev.usher.bus.Timestamp;
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

    static AttributeValue time(Timestamp value) {
        return AttributeValue.fromS(value.text());
    }

    /** Leaves the attribute out where the value is null; so do the others. */
    static void put(Map<String, AttributeValue> item, String attribute, String value) {
        if (value != null) {
            item.put(attribute, text(value));
        }
    }

    static void put(Map<String, AttributeValue> item, String attribute, Number value) {
        if (value != null) {
            item.put(attribute, AttributeValue.fromN(value.toString()));
        }
    }

    static void put(Map<String, AttributeValue> item, String attribute, Timestamp value) {
        put(item, attribute, value == null ? null : value.text());
    }

    static void put(Map<String, AttributeValue> item, String attribute, Instant value) {
        put(item, attribute, value == null ? null : value.toString());
    }

    static String text(Map<String, AttributeValue> item, String attribute) {
        var text = present(item, attribute).s();
        if (text == null) {
            throw new IllegalStateException("a row whose " + attribute + " is no text");
        }
        return text;
    }

    static String textOrNull(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        return value == null ? null : value.s();
    }

    static long number(Map<String, AttributeValue> item, String attribute) {
        return Long.parseLong(present(item, attribute).n());
    }

    static Long numberOrNull(Map<String, AttributeValue> item, String attribute) {
        return item.containsKey(attribute) ? (Long) number(item, attribute) : null;
    }

    static int count(Map<String, AttributeValue> item, String attribute) {
        return Integer.parseInt(present(item, attribute).n());
    }

    static boolean flag(Map<String, AttributeValue> item, String attribute) {
        return present(item, attribute).bool();
    }

    static Timestamp time(Map<String, AttributeValue> item, String attribute) {
        return new Timestamp(text(item, attribute));
    }

    static Timestamp timeOrNull(Map<String, AttributeValue> item, String attribute) {
        return item.containsKey(attribute) ? time(item, attribute) : null;
    }

    static Instant momentOrNull(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        return value == null ? null : Instant.parse(value.s());
    }

    private static AttributeValue present(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        if (value == null) {
            throw new IllegalStateException("a row without " + attribute);
        }
        return value;
    }
}
