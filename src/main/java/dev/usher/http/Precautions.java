package dev.usher.http;

import io.vertx.core.http.HttpHeaders;

/** Names and values of the headers by which responses restrict browsers and caches. */
final class Precautions {
    static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    static final CharSequence NO_SNIFFING = HttpHeaders.createOptimized("nosniff");
    static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("strict-transport-security");
    static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000");
    static final CharSequence SECURITY_POLICY = HttpHeaders.createOptimized("content-security-policy");
    static final CharSequence FRAME_OPTIONS = HttpHeaders.createOptimized("x-frame-options");
    static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");
    static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");

    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    static final CharSequence REVALIDATE = HttpHeaders.createOptimized("no-cache");

    private Precautions() {}
}
