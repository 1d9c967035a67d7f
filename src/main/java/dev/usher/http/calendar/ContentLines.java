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
        var line = (name + ":" + value).getBytes(StandardCharsets.UTF_8);
        int start = 0;
        int end = MAX_OCTETS;
        while (end < line.length) {
            while (isWithinCharacter(line[end])) {
                end--;
            }
            bytes.write(line, start, end - start);
            bytes.writeBytes(FOLD);
            start = end;
            end = start + MAX_OCTETS - 1;
        }
        bytes.write(line, start, line.length - start);
        bytes.writeBytes(END);
        return this;
    }

    private static boolean isWithinCharacter(byte octet) {
        return (octet & 0xC0) == 0x80;
    }

    /**
     * Adds a text with its special characters escaped (RFC 5545, 3.3.11), and every kind of line break as the same one:
     * a carriage return alone ends a line for some readers. Adds nothing for null.
     */
    ContentLines text(String name, String text) {
        return text == null
                ? this
                : add(
                        name,
                        text.replace("\\", "\\\\")
                                .replace(";", "\\;")
                                .replace(",", "\\,")
                                .replace("\r\n", "\\n")
                                .replace("\r", "\\n")
                                .replace("\n", "\\n"));
    }

    Buffer buffer() {
        return Buffer.buffer(bytes.toByteArray());
    }
}
