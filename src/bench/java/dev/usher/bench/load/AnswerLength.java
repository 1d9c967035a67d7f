package dev.usher.bench.load;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Finds the end of an HTTP/1.1 answer with a content-length, without allocating objects. */
final class AnswerLength {
    private static final byte[] NAME = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int UPPER_TO_LOWER = 0x20;

    private AnswerLength() {}

    /** @return head and body in bytes; more than the buffer has when the head is incomplete */
    static int of(Buffer answer) {
        int body = 0;
        int lineStart = 0;
        for (int i = 0; i < answer.length(); i++) {
            if (answer.getByte(i) != '\n') {
                continue;
            }
            if (i - lineStart <= 1) {
                return i + 1 + body;
            }
            if (startsWithName(answer, lineStart, i)) {
                body = number(answer, lineStart + NAME.length, i);
            }
            lineStart = i + 1;
        }
        return Integer.MAX_VALUE;
    }

    private static boolean startsWithName(Buffer answer, int from, int to) {
        if (to - from < NAME.length) {
            return false;
        }
        for (int i = 0; i < NAME.length; i++) {
            if ((answer.getByte(from + i) | UPPER_TO_LOWER) != (NAME[i] | UPPER_TO_LOWER)) {
                return false;
            }
        }
        return true;
    }

    private static int number(Buffer answer, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = answer.getByte(i) - '0';
            if (digit >= 0 && digit <= 9) {
                number = number * 10 + digit;
            }
        }
        return number;
    }
}
