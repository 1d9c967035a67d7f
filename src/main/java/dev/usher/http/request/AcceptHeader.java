package dev.usher.http.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Choice between JSON and server-sent events by the {@code Accept} header (RFC 9110, 12.5.1). Stateless. */
public final class AcceptHeader {
    private static final String JSON = "application/json";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final Pattern RANGES = Pattern.compile(",");
    private static final Pattern PARAMETERS = Pattern.compile(";");

    private AcceptHeader() {}

    /** Returns whether JSON is the first of the two media types with the highest quality; wildcards are ignored. */
    public static boolean prefersJson(HttpServerRequest request) {
        boolean json = false;
        double best = 0;
        for (var range : RANGES.split(String.join(",", request.headers().getAll(HttpHeaders.ACCEPT)))) {
            var parts = PARAMETERS.split(range);
            var type = parts.length == 0 ? "" : parts[0].strip();
            boolean isJson = type.equalsIgnoreCase(JSON);
            if ((isJson || type.equalsIgnoreCase(EVENT_STREAM)) && quality(parts) > best) {
                best = quality(parts);
                json = isJson;
            }
        }
        return json;
    }

    /** Returns 1 without a {@code q}, and 0 for a {@code q} that is not a number. */
    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip();
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
