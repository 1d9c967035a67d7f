package dev.usher.http.request;

import dev.usher.http.response.AccessLog;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.RequestListener;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Options and limits of the HTTP server, and its response to requests that cannot be parsed. */
public final class HttpServerLimits {
    static final int LINE_LIMIT = 4 * 1024;
    static final int HEADERS_LIMIT = 8 * 1024;
    /** Concurrent streams of one HTTP/2 connection. */
    public static final int STREAMS = 100;

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
    /** Cipher suites with forward secrecy and authenticated encryption. */
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** Property of the JDK, read when the first handshake of a server begins. */
    private static final String REJECT_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private static final int BACKLOG = 4096;
    /** In octets; without a size the kernel buffers megabytes of unread responses. */
    private static final int KERNEL_SEND_BUFFER = 128 * 1024;

    private static final int KERNEL_RECEIVE_BUFFER = 64 * 1024;
    private static final long IDLE_MILLIS = 60_000;
    /** Timeout of the request line and headers, from the first octet to the last, and of the TLS handshake. */
    public static final long HEADERS_MILLIS = 10_000;

    private HttpServerLimits() {}

    /**
     * Returns options with an idle timeout above the request timeout, so that pending requests keep their connection.
     */
    public static HttpServerOptions options(long requestTimeoutMillis) {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(LINE_LIMIT)
                .setMaxHeaderSize(HEADERS_LIMIT)
                .setIdleTimeout((int) (IDLE_MILLIS + requestTimeoutMillis))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setAcceptBacklog(BACKLOG)
                .setSendBufferSize(KERNEL_SEND_BUFFER)
                .setReceiveBufferSize(KERNEL_RECEIVE_BUFFER)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
    }

    /** Allows HTTPS only, with protocol versions and cipher suites without known weaknesses, and HTTP/2 by ALPN. */
    public static void secure(HttpServerOptions options, KeyCertOptions pair) {
        System.setProperty(REJECT_RENEGOTIATION, "true");
        options.setSsl(true)
                .setKeyCertOptions(pair)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setSslHandshakeTimeout(HEADERS_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(STREAMS).setMaxHeaderListSize(HEADERS_LIMIT));
        SUITES.forEach(options::addEnabledCipherSuite);
    }

    public static void unreadable(HttpServerRequest request, RequestListener listener) {
        AccessLog.begin(request, listener);
        var cause = request.decoderResult().cause();
        var problem = Problem.of(ProblemType.INVALID_REQUEST, "The request is not well-formed HTTP.");
        if (cause instanceof TooLongHttpLineException) {
            problem = Problem.of(ProblemType.URI_TOO_LONG);
        } else if (cause instanceof TooLongHttpHeaderException) {
            problem = Problem.of(ProblemType.HEADERS_TOO_LARGE);
        }
        JsonResponse.problem(problem).sendLast(request);
    }
}
