package dev.usher.oidc;

import dev.usher.config.OidcSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * Client for an issuer's keys, by OpenID Connect Discovery. Caches nothing. Confined to the context that created it.
 */
public final class JwksClient {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int OK = 200;
    private static final int MAX_OCTETS = 256 * 1024;
    private static final int CONNECT_MILLIS = 2_000;

    private final OidcSettings settings;
    private final HttpClient client;
    private final long timeoutMillis;

    /** @param timeoutMillis limit for each of the two requests */
    public JwksClient(Vertx vertx, OidcSettings settings, long timeoutMillis) {
        this.settings = settings;
        this.timeoutMillis = timeoutMillis;
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS));
    }

    /** Fails unless the issuer returns usable keys; the message says what is wrong. */
    public Future<Void> answers() {
        return keys().mapEmpty();
    }

    /** Fetches the current keys, at least one. The message of a failure says what is wrong. */
    Future<JwkSet> keys() {
        return get(URI.create(withoutSlash(settings.issuer().toString()) + DISCOVERY))
                .map(this::keySet)
                .compose(this::get)
                .map(JwkSet::of)
                .map(keys -> {
                    if (keys.all().isEmpty()) {
                        throw new IllegalStateException("has no supported signing key");
                    }
                    return keys;
                });
    }

    private URI keySet(JsonObject description) {
        var named = description.getString("issuer");
        if (!settings.issuer().toString().equals(named)) {
            throw new IllegalStateException("describes another issuer: " + named);
        }
        var url = URI.create(description.getString("jwks_uri", ""));
        if (!OidcSettings.isSafe(url)) {
            throw new IllegalStateException("has an insecure jwks_uri: " + url);
        }
        return url;
    }

    /** Never throws, not even for a URL that cannot be asked. */
    private Future<JsonObject> get(URI url) {
        return Future.succeededFuture(url)
                .compose(asked -> client.request(
                        new RequestOptions().setAbsoluteURI(asked.toString()).putHeader("Accept", "application/json")))
                .compose(HttpClientRequest::send)
                .compose(JwksClient::body)
                .map(JsonObject::new)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        var body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail)
                .handler(part -> {
                    body.appendBuffer(part);
                    if (body.length() > MAX_OCTETS) {
                        whole.tryFail("responds with more than " + MAX_OCTETS + " octets");
                        response.request().reset();
                    }
                })
                .endHandler(end -> {
                    if (response.statusCode() == OK) {
                        whole.tryComplete(body);
                    } else {
                        whole.tryFail("responds with status " + response.statusCode());
                    }
                });
        return whole.future();
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
