package dev.usher.http.response;

import io.vertx.core.http.HttpHeaders;

/** Names and values of the headers by which responses restrict browsers and caches. */
public final class SecurityHeaders {
    static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    static final CharSequence NO_SNIFFING = HttpHeaders.createOptimized("nosniff");
    static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("strict-transport-security");
    static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000");
    public static final CharSequence SECURITY_POLICY = HttpHeaders.createOptimized("content-security-policy");
    public static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("x-frame-options");
    public static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    public static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");
    public static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");

    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    public static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");

    private SecurityHeaders() {}
}
