package dev.usher.acceptance;

import dev.usher.contract.ContractCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * HTTP client below the generated client; checks every answer against the contract before returning it. Thread-safe;
 * supports blocking calls only.
 */
final class VerifiedHttp extends HttpClient {
    private static final ContractCheck CONTRACT = new ContractCheck();

    private final HttpClient http =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    @Override
    @SuppressWarnings("unchecked") // The generated client reads a stream of octets.
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        var body = new AtomicReference<byte[]>();
        HttpResponse<T> response = http.send(
                request,
                head -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), octets -> {
                    body.set(octets);
                    return (T) new ByteArrayInputStream(octets);
                }));
        CONTRACT.verify(
                request.method(),
                request.uri().getRawPath(),
                response.statusCode(),
                response.headers().map(),
                new String(body.get(), StandardCharsets.UTF_8));
        return response;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        throw new UnsupportedOperationException("the generated client blocks");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
        throw new UnsupportedOperationException("the generated client blocks");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return http.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return http.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return http.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return http.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return http.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return http.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return http.authenticator();
    }

    @Override
    public Version version() {
        return http.version();
    }

    @Override
    public Optional<Executor> executor() {
        return http.executor();
    }
}
