package dev.usher.http.docs;

import dev.usher.http.connection.ClientConnection;
import dev.usher.http.response.ETag;
import dev.usher.http.response.GzipEncoder;
import dev.usher.http.response.SecurityHeaders;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Static file, served from memory under one path, in pieces, and compressed for clients that accept gzip. Immutable,
 * shared by all event loops.
 *
 * @param tag entity tag, derived from the content
 * @param compressedTag entity tag of the compressed content
 * @param policy restricts what a browser does with it
 */
record StaticResource(
        String path,
        String mediaType,
        Buffer content,
        String tag,
        Buffer compressed,
        String compressedTag,
        ContentPolicy policy)
        implements Handler<RoutingContext> {
    private static final int NOT_MODIFIED = 304;
    private static final int PIECE = 32 * 1024;

    static StaticResource of(String path, String mediaType, byte[] content) {
        var compressed = GzipEncoder.small(content);
        return new StaticResource(
                path,
                mediaType,
                Buffer.buffer(content),
                tag(content),
                Buffer.buffer(compressed),
                tag(compressed),
                ContentPolicy.STRICT);
    }

    StaticResource with(ContentPolicy other) {
        return new StaticResource(path, mediaType, content, tag, compressed, compressedTag, other);
    }

    @Override
    public void handle(RoutingContext ctx) {
        var request = ctx.request();
        var response = ctx.response();
        boolean gzip = GzipEncoder.isAccepted(request);
        var chosen = gzip ? compressed : content;
        var chosenTag = gzip ? compressedTag : tag;
        response.putHeader(HttpHeaders.ETAG, chosenTag)
                .putHeader(HttpHeaders.CACHE_CONTROL, SecurityHeaders.REVALIDATE);
        policy.applyTo(response);
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        var connection = ClientConnection.of(request);
        if (ETag.matches(String.join(",", request.headers().getAll(HttpHeaders.IF_NONE_MATCH)), chosenTag)) {
            connection.end(response.setStatusCode(NOT_MODIFIED));
            return;
        }
        if (gzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, GzipEncoder.NAME);
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(chosen.length()));
        if (request.method() == HttpMethod.HEAD) {
            connection.end(response);
        } else {
            connection.write(response, Math.min(PIECE, chosen.length()), () -> pieces(response, chosen, 0));
        }
    }

    /** Writes the shared content from an octet on, each piece after the client has taken the one before. */
    private static Future<Void> pieces(HttpServerResponse response, Buffer content, int from) {
        int to = Math.min(from + PIECE, content.length());
        var piece = content.slice(from, to);
        return to == content.length()
                ? response.end(piece)
                : response.write(piece).compose(taken -> pieces(response, content, to));
    }

    private static String tag(byte[] content) {
        try {
            return '"'
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
