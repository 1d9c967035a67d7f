package dev.usher.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One file that is served as it is, from memory, under one path. Who has it already is told so. Immutable, shared by
 * all event loops.
 *
 * @param tag the entity tag, made from the content
 */
record DocsPage(String path, String mediaType, Buffer content, String tag) implements Handler<RoutingContext> {
    /** Nothing but what this server serves, no script or style within a page, and no page around it. */
    private static final CharSequence OURS_ALONE =
            HttpHeaders.createOptimized("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private static final int NOT_MODIFIED = 304;

    static DocsPage of(String path, String mediaType, byte[] content) {
        return new DocsPage(path, mediaType, Buffer.buffer(content), '"' + digest(content) + '"');
    }

    @Override
    public void handle(RoutingContext ctx) {
        var response = ctx.response();
        response.putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(Precautions.SECURITY_POLICY, OURS_ALONE)
                .putHeader(Precautions.FRAME_OPTIONS, Precautions.DENY)
                .putHeader(Precautions.REFERRER_POLICY, Precautions.NO_REFERRER);
        if (ETag.matches(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatusCode(NOT_MODIFIED).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                    .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()))
                    .end(content);
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
