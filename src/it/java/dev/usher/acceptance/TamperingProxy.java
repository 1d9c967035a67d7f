package dev.usher.acceptance;

import dev.usher.storeproxy.Upstream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * Proxy between a browser and a server. Its own paths control the test: {@code /test/tamper} makes it rewrite the
 * ticket of every promotion in pages and streams, {@code /test/honest} ends that, and {@code /test/restart} restarts
 * the server.
 */
final class TamperingProxy implements AutoCloseable {
    private static final Pattern PROMOTED =
            Pattern.compile("(?<promotion>\"kind\":\"promoted\"[^}]*\"waitlistTicket\":)[0-9]+");
    private static final String REWRITTEN = "${promotion}999";
    private static final int CONNECTIONS = 100;
    private static final int NO_CONTENT = 204;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    private final Callable<URI> restart;
    private final URI uri;
    private volatile URI server;
    private volatile boolean tampers;

    /** @param restart restarts the server, and returns its new address; may block */
    TamperingProxy(URI server, Callable<URI> restart) throws Exception {
        this.server = server;
        this.restart = restart;
        var listening = vertx.createHttpServer().requestHandler(this::arrived).listen(0, "127.0.0.1");
        uri = URI.create("http://127.0.0.1:" + LocalUsher.get(listening).actualPort());
    }

    URI uri() {
        return uri;
    }

    private void arrived(HttpServerRequest request) {
        switch (request.path()) {
            case "/test/tamper" -> tamper(request, true);
            case "/test/honest" -> tamper(request, false);
            case "/test/restart" ->
                vertx.executeBlocking(restart)
                        .onSuccess(restarted -> {
                            server = restarted;
                            done(request);
                        })
                        .onFailure(failure -> request.connection().close());
            default -> pass(request);
        }
    }

    private void tamper(HttpServerRequest request, boolean on) {
        tampers = on;
        done(request);
    }

    private static void done(HttpServerRequest request) {
        request.response().setStatusCode(NO_CONTENT).end();
    }

    private void pass(HttpServerRequest request) {
        request.body()
                .compose(body -> client.request(request.method(), server.getPort(), server.getHost(), request.uri())
                        .compose(sent -> {
                            Upstream.copy(request.headers(), sent.headers());
                            sent.headers().remove(HttpHeaders.ACCEPT_ENCODING);
                            request.response().closeHandler(closed -> sent.reset());
                            return sent.send(body);
                        }))
                .onSuccess(answer -> answer(request, answer))
                .onFailure(failure -> request.connection().close());
    }

    private void answer(HttpServerRequest request, HttpClientResponse answer) {
        var response = request.response().setStatusCode(answer.statusCode());
        Upstream.copy(answer.headers(), response.headers());
        if ("text/event-stream".equals(answer.getHeader(HttpHeaders.CONTENT_TYPE))) {
            response.setChunked(true);
            answer.handler(part -> response.write(tampered(part)))
                    .exceptionHandler(lost -> request.connection().close())
                    .endHandler(ended -> response.end());
        } else {
            answer.body().onSuccess(body -> response.end(tampered(body))).onFailure(lost -> request.connection()
                    .close());
        }
    }

    private Buffer tampered(Buffer content) {
        return tampers ? Buffer.buffer(PROMOTED.matcher(content.toString()).replaceAll(REWRITTEN)) : content;
    }

    @Override
    public void close() {
        vertx.close();
    }
}
