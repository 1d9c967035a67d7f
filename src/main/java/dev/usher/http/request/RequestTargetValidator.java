package dev.usher.http.request;

/**
 * Rejects request targets that a proxy and the router behind it could parse differently. Checks the target as received,
 * before anything is decoded. Stateless.
 */
final class RequestTargetValidator {
    private static final int HEX = 16;
    private static final int FIRST_VISIBLE = 0x21;
    private static final int LAST_VISIBLE = 0x7e;

    private RequestTargetValidator() {}

    /**
     * @param target path, and after a question mark the query
     * @return error message, or null
     */
    static String flaw(String target) {
        int question = target.indexOf('?');
        int end = question < 0 ? target.length() : question;
        if (end == 0 || target.charAt(0) != '/') {
            return "does not start with a slash";
        }
        var flaw = characters(target);
        return flaw == null ? segments(target.substring(0, end)) : flaw;
    }

    private static String characters(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c < FIRST_VISIBLE || c > LAST_VISIBLE || c == '\\' || c == '#') {
                return "has a character that must be percent-encoded";
            }
            if (c == '%' && octet(target, i) < 0) {
                return "has a percent sign without two hexadecimal digits";
            }
        }
        return null;
    }

    private static String segments(String path) {
        int dots = 0;
        int others = 0;
        for (int i = 1; i <= path.length(); i++) {
            char c = i < path.length() ? path.charAt(i) : '/';
            if (c == '/') {
                boolean last = i == path.length();
                if (dots + others == 0 && !last) {
                    return "has an empty segment";
                }
                if (others == 0 && (dots == 1 || dots == 2)) {
                    return "has a dot segment";
                }
                dots = 0;
                others = 0;
                continue;
            }
            if (c == '%') {
                c = (char) octet(path, i);
                if (c < FIRST_VISIBLE || c == '/' || c == '\\' || c == LAST_VISIBLE + 1) {
                    return "has an encoded slash, space or control character";
                }
                i += 2;
            }
            if (c == '.') {
                dots++;
            } else {
                others++;
            }
        }
        return null;
    }

    private static int octet(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), HEX);
        int low = Character.digit(text.charAt(percent + 2), HEX);
        return high < 0 || low < 0 ? -1 : high * HEX + low;
    }
}
