package dev.usher.contract;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;

/**
 * Request generated from the contract.
 *
 * @param target path and query, encoded
 * @param body JSON, well-formed or not, or null
 * @param flaw the invalid part, or null when the contract allows the request
 */
public record GeneratedRequest(
        String operationId, String method, String target, Map<String, String> headers, String body, Flaw flaw) {

    /** @param name a parameter's or header's name, in the body a JSON Pointer; null for the part as a whole */
    public record Flaw(String in, String name) {}

    /** The request as it is sent. */
    public HttpRequest.Builder to(URI server) {
        var request = HttpRequest.newBuilder(server.resolve(target))
                .timeout(Duration.ofSeconds(60))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request;
    }

    @Override
    public String toString() {
        return method + " " + target + " " + headers + (body == null ? "" : " " + body)
                + (flaw == null ? "" : ", wrong in " + flaw);
    }
}
