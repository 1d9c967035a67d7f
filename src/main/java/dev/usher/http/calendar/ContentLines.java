package dev.usher.http.calendar;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Content lines of an iCalendar object (RFC 5545, 3.1): folded at 75 octets, ended by CRLF. */
final class ContentLines {
    private static final int MAX_OCTETS = 75;
    private static final byte[] END = "\r\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FOLD = "\r\n ".getBytes(StandardCharsets.UTF_8);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** @param value valid as it is */
    ContentLines add(String name, String value) {
        int octets = 0;
        for (var character : (name + ":" + value).codePoints().toArray()) {
            var encoded = Character.toString(character).getBytes(StandardCharsets.UTF_8);
            if (octets + encoded.length > MAX_OCTETS) {
                bytes.writeBytes(FOLD);
                octets = 1;
            }
            bytes.writeBytes(encoded);
            octets += encoded.length;
        }
        bytes.writeBytes(END);
        return this;
    }

    /** Adds a text with its special characters escaped (RFC 5545, 3.3.11). Adds nothing for null. */
    ContentLines text(String name, String text) {
        return text == null
                ? this
                : add(
                        name,
                        text.replace("\\", "\\\\")
                                .replace(";", "\\;")
                                .replace(",", "\\,")
                                .replace("\n", "\\n"));
    }

    Buffer buffer() {
        return Buffer.buffer(bytes.toByteArray());
    }
}
