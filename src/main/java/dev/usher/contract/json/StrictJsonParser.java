package dev.usher.contract.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Parser of unambiguous JSON: well-formed UTF-8, no duplicate member, no unpaired surrogate, nothing after the value,
 * and limits on depth, on the number of tokens and on the length of numbers and names. Stateless, called on any thread.
 */
public final class StrictJsonParser {
    private static final int MAX_DEPTH = 64;
    /** Twice the number of members, and more than any valid body has. Bounds the work for a hostile body. */
    private static final int MAX_TOKENS = 256;

    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_NAME_LENGTH = 256;
    private static final Buffer BYTE_ORDER_MARK = Buffer.buffer("\uFEFF");
    private static final String HALF_PAIR = "contains an unpaired surrogate";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private StrictJsonParser() {}

    /**
     * Returns the value as Vert.x represents it: JsonObject, JsonArray, String, Integer, Long, Double, Boolean or null.
     */
    public static Object parse(Buffer body) throws MalformedJsonException {
        try (var parser = FACTORY.createParser(decoded(body))) {
            return document(parser);
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException(
                    "", "is nested too deeply, or has too many members, or a name or number that is too long");
        } catch (StreamReadException e) {
            var where = e.getLocation();
            throw new MalformedJsonException(
                    "", "is not valid JSON at line " + where.getLineNr() + ", column " + where.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decoded(Buffer body) throws MalformedJsonException {
        if (body.length() >= BYTE_ORDER_MARK.length()
                && body.slice(0, BYTE_ORDER_MARK.length()).equals(BYTE_ORDER_MARK)) {
            throw new MalformedJsonException("", "starts with a byte order mark");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("", "is not UTF-8");
        }
    }

    private static Object document(JsonParser parser) throws IOException, MalformedJsonException {
        if (parser.nextToken() == null) {
            throw new MalformedJsonException("", "is empty");
        }
        var value = value(parser);
        if (parser.nextToken() != null) {
            throw new MalformedJsonException("", "is followed by more content");
        }
        return value;
    }

    private static Object value(JsonParser parser) throws IOException, MalformedJsonException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> {
                var text = parser.getText();
                if (!isWellFormed(text)) {
                    throw new MalformedJsonException(pointer(parser.getParsingContext()), HALF_PAIR);
                }
                yield text;
            }
            case VALUE_NUMBER_INT -> integer(parser.getNumberValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("token " + parser.currentToken());
        };
    }

    private static JsonObject object(JsonParser parser) throws IOException, MalformedJsonException {
        var object = new JsonObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            if (!isWellFormed(name)) {
                throw new MalformedJsonException(
                        pointer(parser.getParsingContext().getParent()), HALF_PAIR);
            }
            if (object.containsKey(name)) {
                throw new MalformedJsonException(pointer(parser.getParsingContext()), "occurs more than once");
            }
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static JsonArray array(JsonParser parser) throws IOException, MalformedJsonException {
        var array = new JsonArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /** Returns the JSON Pointer of the current value. Called for invalid values only. */
    private static String pointer(JsonStreamContext context) {
        return context.pathAsPointer().toString();
    }

    private static Number integer(Number value) {
        return value instanceof BigInteger huge ? Double.valueOf(huge.doubleValue()) : value;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 'x')) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
