package dev.usher.http;

import io.vertx.core.http.HttpHeaders;

/** Headers of answers that tell a browser to be careful: their names, and what they always say. */
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

    private Precautions() {}
}
