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
    private static final String ANY = "*/*";

    private AcceptHeader() {}

    /**
     * Returns whether the header prefers {@code wanted} to {@code other}, which is the default. The most specific range
     * that matches a media type determines its quality. Of two with the same quality, the one with the more specific
     * range is preferred, and of two that are named, the first.
     */
    public static boolean prefers(HttpServerRequest request, String wanted, String other) {
        var ranges = RANGES.split(String.join(",", request.headers().getAll(HttpHeaders.ACCEPT)));
        return AppliedRange.of(ranges, wanted).precedes(AppliedRange.of(ranges, other));
    }

    /**
     * Range of the header that applies to a media type.
     *
     * @param specificity 0 if there is none
     * @param place number of the range in the header
     */
    private record AppliedRange(double quality, int specificity, int place) {
        private static final int ANY_TYPE = 1;
        private static final int ANY_SUBTYPE = 2;
        private static final int EXACT = 3;

        static AppliedRange of(String[] ranges, String mediaType) {
            var best = new AppliedRange(0, 0, 0);
            for (int i = 0; i < ranges.length; i++) {
                var parts = PARAMETERS.split(ranges[i]);
                int specificity = parts.length == 0 ? 0 : specificity(parts[0].strip(), mediaType);
                if (specificity > best.specificity
                        || specificity > 0 && specificity == best.specificity && weight(parts) > best.quality) {
                    best = new AppliedRange(weight(parts), specificity, i);
                }
            }
            return best;
        }

        private static int specificity(String range, String mediaType) {
            if (range.equalsIgnoreCase(mediaType)) {
                return EXACT;
            }
            if (range.equals(ANY)) {
                return ANY_TYPE;
            }
            int subtype = mediaType.indexOf('/') + 1;
            boolean anySubtype = range.length() == subtype + 1
                    && range.endsWith("*")
                    && range.regionMatches(true, 0, mediaType, 0, subtype);
            return anySubtype ? ANY_SUBTYPE : 0;
        }

        boolean precedes(AppliedRange other) {
            if (quality <= 0 || quality != other.quality) {
                return quality > other.quality && quality > 0;
            }
            return specificity > other.specificity || specificity == EXACT && place < other.place;
        }
    }

    /** Returns 1 without a {@code q}, and 0 for a {@code q} that is not a number. */
    private static double weight(String[] parts) {
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
