package dev.usher.contract;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a Content-Type header: the media type in any case, parameters in any order, the charset UTF-8 if it is named.
 */
final class ContentType {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TYPE = Pattern.compile(
            "(" + TOKEN + "/" + TOKEN + ")((?:[ \\t]*;[ \\t]*(?:" + TOKEN + "=(?:" + TOKEN + "|\"[^\"\\\\]*\"))?)*)");
    private static final Pattern CHARSET =
            Pattern.compile(";[ \\t]*charset=\"?([^\";]*?)\"?[ \\t]*(?=;|$)", Pattern.CASE_INSENSITIVE);

    private ContentType() {}

    static boolean is(String header, String mediaType) {
        if (header.equals(mediaType)) {
            return true;
        }
        var match = TYPE.matcher(header.trim());
        return match.matches()
                && match.group(1).equalsIgnoreCase(mediaType)
                && CHARSET.matcher(match.group(2)).results().allMatch(charset -> charset.group(1)
                        .toLowerCase(Locale.ROOT)
                        .equals("utf-8"));
    }
}
