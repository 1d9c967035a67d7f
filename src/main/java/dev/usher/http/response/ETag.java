package dev.usher.http.response;

import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import java.util.HashSet;
import java.util.regex.Pattern;

/**
 * Entity tags of events: {@code "113.7"} is version 113, whose details are those of version 7; {@code "113.7.o"} is the
 * representation that names the owner, and {@code "113.7.c"} the calendar entry. Stateless.
 */
public final class ETag {
    private static final String ANY = "*";
    private static final Pattern LISTED = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7E]*\")");
    private static final Pattern OF_EVENT = Pattern.compile("\"[1-9][0-9]{0,17}\\.([1-9][0-9]{0,17})(?:\\.[oc])?\"");

    private ETag() {}

    /** @param whole whether the representation names the owner */
    public static String of(Event event, boolean whole) {
        return "\"" + event.version() + "." + event.detailsVersion() + (whole ? ".o\"" : "\"");
    }

    public static String ofCalendar(Event event) {
        return "\"" + event.version() + "." + event.detailsVersion() + ".c\"";
    }

    /**
     * Returns whether {@code If-None-Match} names the tag, by the weak comparison of RFC 9110.
     *
     * @param ifNoneMatch one tag, several, or a star; null when the header is absent
     */
    public static boolean matches(String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.trim().equals(ANY)) {
            return true;
        }
        return LISTED.matcher(ifNoneMatch).results().anyMatch(listed -> listed.group(2)
                .equals(tag));
    }

    /**
     * Returns the condition of {@code If-Match}. Uses the strong comparison of RFC 9110, but ignores the event's
     * version: registrations and the waitlist change it, and a change of the details does not depend on them.
     *
     * @param ifMatch one tag, several, or a star; null when the header is absent
     */
    public static DetailsCondition condition(String ifMatch) {
        if (ifMatch == null || ifMatch.trim().equals(ANY)) {
            return DetailsCondition.ANY;
        }
        var versions = new HashSet<Long>();
        LISTED.matcher(ifMatch)
                .results()
                .filter(listed -> listed.group(1) == null)
                .forEach(listed -> {
                    var tag = OF_EVENT.matcher(listed.group(2));
                    if (tag.matches()) {
                        versions.add(Long.valueOf(tag.group(1)));
                    }
                });
        return new DetailsCondition(versions);
    }
}
