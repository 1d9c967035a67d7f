package dev.usher.http;

import dev.usher.events.Event;
import java.util.regex.Pattern;

/** Entity tags of events: the event's version, which every committed change moves. Stateless. */
final class ETag {
    private static final String ANY = "*";
    private static final Pattern LISTED = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7E]*\")");

    private ETag() {}

    static String of(Event event) {
        return "\"" + event.version() + "\"";
    }

    /**
     * Whether the caller knows this version, by the weak comparison of RFC 9110.
     *
     * @param ifNoneMatch the header: one tag, several, or a star; null when there is none
     */
    static boolean matches(String ifNoneMatch, Event event) {
        return matches(ifNoneMatch, of(event));
    }

    /** The same, for any tag. */
    static boolean matches(String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.trim().equals(ANY)) {
            return true;
        }
        return LISTED.matcher(ifNoneMatch).results().anyMatch(listed -> listed.group(1)
                .equals(tag));
    }
}
