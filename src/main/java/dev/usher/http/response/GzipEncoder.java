package dev.usher.http.response;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses whole responses, in one step. The compressors of Netty and Vert.x are not used: on HTTP/2 each open
 * response keeps one of them, with 260 KB outside the heap, until its client has read it. Stateless.
 */
public final class GzipEncoder {
    public static final CharSequence NAME = HttpHeaders.createOptimized("gzip");
    /** Size from which bodies are compressed. */
    static final int MIN_OCTETS = 1024;

    private static final String QUALITY = "q=";

    private GzipEncoder() {}

    /** Compresses fast, for content of one response. */
    static Buffer fast(Buffer content) {
        return Buffer.buffer(of(content.getBytes(), Deflater.BEST_SPEED));
    }

    /** Compresses well, for content that is compressed once. */
    public static byte[] small(byte[] content) {
        return of(content, Deflater.BEST_COMPRESSION);
    }

    private static byte[] of(byte[] content, int level) {
        var compressed = new ByteArrayOutputStream(content.length / 2);
        try (var gzip = new Leveled(compressed, level)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** Returns whether {@code Accept-Encoding} names gzip with a quality other than 0. */
    public static boolean isAccepted(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        for (int start = 0; header != null && start < header.length(); ) {
            int comma = header.indexOf(',', start);
            int end = comma < 0 ? header.length() : comma;
            if (accepts(header.substring(start, end))) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static boolean accepts(String coding) {
        int semicolon = coding.indexOf(';');
        var name = semicolon < 0 ? coding : coding.substring(0, semicolon);
        if (!name.strip().equalsIgnoreCase(NAME.toString())) {
            return false;
        }
        int quality = semicolon < 0 ? -1 : coding.toLowerCase(Locale.ROOT).indexOf(QUALITY, semicolon);
        return quality < 0
                || coding.substring(quality + QUALITY.length()).chars().anyMatch(digit -> digit >= '1' && digit <= '9');
    }

    private static final class Leveled extends GZIPOutputStream {
        Leveled(ByteArrayOutputStream to, int level) throws IOException {
            super(to);
            def.setLevel(level);
        }
    }
}
