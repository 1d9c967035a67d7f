package dev.usher.bench.canned;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Generates a row for every requested key. Reads requests as a stream and writes answers as text, because it shares the
 * processors with the server.
 */
final class CannedRows {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String USER =
            ",\"name\":{\"S\":\"A name of usual length\"},\"createdAt\":{\"S\":\"2026-01-02T03:04:05Z\"}}";
    private static final String EVENT = ",\"hasWaitlist\":{\"BOOL\":true},\"capacity\":{\"N\":\"100\"}"
            + ",\"currentRegistrations\":{\"N\":\"57\"},\"waitlistCount\":{\"N\":\"0\"},\"lastTicket\":{\"N\":\"0\"}"
            + ",\"lineFloor\":{\"N\":\"0\"},\"version\":{\"N\":\"58\"}"
            + USER;

    private CannedRows() {}

    /** Answer to a GetItem. */
    static Buffer one(Buffer request) {
        return Buffer.buffer("{\"Item\":" + rows(request) + "}");
    }

    /** Answer to a BatchGetItem of one table. */
    static Buffer batch(Buffer request) {
        return Buffer.buffer(
                "{\"Responses\":{\"" + table(request) + "\":[" + rows(request) + "]},\"UnprocessedKeys\":{}}");
    }

    /** Name of the first member of the first member. */
    private static String table(Buffer request) {
        try (var json = JSON.createParser(request.getBytes())) {
            json.nextToken();
            json.nextFieldName();
            json.nextToken();
            return json.nextFieldName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key is the only text of type string, and the name around it identifies its table. */
    private static String rows(Buffer request) {
        var rows = new StringBuilder();
        try (var json = JSON.createParser(request.getBytes())) {
            var name = "";
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && !json.currentName().equals("S")) {
                    name = json.currentName();
                } else if (token == JsonToken.VALUE_STRING && json.currentName().equals("S")) {
                    rows.append(rows.isEmpty() ? "" : ",")
                            .append("{\"")
                            .append(name)
                            .append("\":{\"S\":\"")
                            .append(json.getText())
                            .append("\"}")
                            .append(name.equals("eventId") ? EVENT : USER);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.toString();
    }
}
