package dev.usher.dynamodb.item;

import dev.usher.service.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads and writes single values of a row. Throws with the attribute's name if a required one is absent. */
public final class AttributeValues {
    private AttributeValues() {}

    public static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    public static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    public static AttributeValue time(Timestamp value) {
        return AttributeValue.fromS(value.text());
    }

    /** Adds the attribute unless the value is null, as do the overloads. */
    public static void put(Map<String, AttributeValue> item, String attribute, String value) {
        if (value != null) {
            item.put(attribute, text(value));
        }
    }

    public static void put(Map<String, AttributeValue> item, String attribute, Number value) {
        if (value != null) {
            item.put(attribute, AttributeValue.fromN(value.toString()));
        }
    }

    public static void put(Map<String, AttributeValue> item, String attribute, Timestamp value) {
        put(item, attribute, value == null ? null : value.text());
    }

    /** Adds a number as a number and everything else as text. */
    static void putPlain(Map<String, AttributeValue> item, String attribute, Object value) {
        if (value instanceof Number number) {
            put(item, attribute, number);
        } else {
            put(item, attribute, Objects.toString(value, null));
        }
    }

    /** Returns a number or a text; null for an absent attribute. */
    static Object plainOrNull(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        return value == null || value.n() == null ? textOrNull(item, attribute) : (Object) Long.valueOf(value.n());
    }

    public static String text(Map<String, AttributeValue> item, String attribute) {
        var text = present(item, attribute).s();
        if (text == null) {
            throw new IllegalStateException("attribute is not a string: " + attribute);
        }
        return text;
    }

    public static String textOrNull(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        return value == null ? null : value.s();
    }

    public static long number(Map<String, AttributeValue> item, String attribute) {
        return Long.parseLong(present(item, attribute).n());
    }

    public static Long numberOrNull(Map<String, AttributeValue> item, String attribute) {
        return item.containsKey(attribute) ? (Long) number(item, attribute) : null;
    }

    static int count(Map<String, AttributeValue> item, String attribute) {
        return Integer.parseInt(present(item, attribute).n());
    }

    static boolean flag(Map<String, AttributeValue> item, String attribute) {
        return present(item, attribute).bool();
    }

    public static Timestamp time(Map<String, AttributeValue> item, String attribute) {
        return new Timestamp(text(item, attribute));
    }

    static Timestamp timeOrNull(Map<String, AttributeValue> item, String attribute) {
        return item.containsKey(attribute) ? time(item, attribute) : null;
    }

    public static Instant momentOrNull(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        return value == null ? null : Instant.parse(value.s());
    }

    private static AttributeValue present(Map<String, AttributeValue> item, String attribute) {
        var value = item.get(attribute);
        if (value == null) {
            throw new IllegalStateException("missing attribute: " + attribute);
        }
        return value;
    }
}
