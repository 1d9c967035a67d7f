package dev.usher.http.request;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Choice between two media types by the {@code Accept} header (RFC 9110, 12.5.1). Stateless. */
public final class AcceptHeader {
    public static final String JSON = "application/json";
    public static final String EVENT_STREAM = "text/event-stream";
    public static final String CSV = "text/csv";
    public static final String CALENDAR = "text/calendar";

    private static final Pattern RANGES = Pattern.compile(",");
    private static final Pattern PARAMETERS = Pattern.compile(";");

    private AcceptHeader() {}

    /** Returns whether {@code wanted} is the first of the two with the highest quality; wildcards are ignored. */
    public static boolean prefers(HttpServerRequest request, String wanted, String other) {
        boolean preferred = false;
        double best = 0;
        for (var range : RANGES.split(String.join(",", request.headers().getAll(HttpHeaders.ACCEPT)))) {
            var parts = PARAMETERS.split(range);
            var type = parts.length == 0 ? "" : parts[0].strip();
            boolean isWanted = type.equalsIgnoreCase(wanted);
            if ((isWanted || type.equalsIgnoreCase(other)) && quality(parts) > best) {
                best = quality(parts);
                preferred = isWanted;
            }
        }
        return preferred;
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
