package dev.usher.http.docs;

import dev.usher.http.response.SecurityHeaders;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collection;

/**
 * Content security policy of a page: content of this server only, no inline script or style. Immutable.
 *
 * @param header value of {@code Content-Security-Policy}
 * @param framed whether some origins may embed the page; otherwise {@code X-Frame-Options} forbids it, too
 */
record ContentPolicy(CharSequence header, boolean framed) {
    private static final String NONE = "'none'";
    private static final String SELF = "'self'";

    static final ContentPolicy STRICT = of(NONE, NONE, false);
    /** Allows forms that are sent to this server. */
    static final ContentPolicy FORM = of(SELF, NONE, false);

    /** Allows the origins to embed the page; none if there are none. */
    static ContentPolicy framedBy(Collection<String> origins) {
        return origins.isEmpty() ? STRICT : of(NONE, String.join(" ", origins), true);
    }

    private static ContentPolicy of(String forms, String ancestors, boolean framed) {
        var header = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; base-uri 'none'; form-action " + forms + "; frame-ancestors " + ancestors;
        return new ContentPolicy(HttpHeaders.createOptimized(header), framed);
    }

    void applyTo(HttpServerResponse response) {
        response.putHeader(SecurityHeaders.SECURITY_POLICY, header)
                .putHeader(SecurityHeaders.REFERRER_POLICY, SecurityHeaders.NO_REFERRER);
        if (!framed) {
            response.putHeader(SecurityHeaders.FRAME_OPTIONS, SecurityHeaders.DENY);
        }
    }
}
