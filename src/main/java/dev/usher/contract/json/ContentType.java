package dev.usher.contract.json;

/**
 * Parser of a {@code Content-Type} header (RFC 9110, 8.3) of at most 256 characters: one pass, no regular expression.
 * Parameters may come in any order; a {@code charset} must be UTF-8, with or without its hyphen. Quoted values have no
 * escapes.
 */
public final class ContentType {
    private static final int MAX_LENGTH = 256;
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";
    private static final char NONE = '\0';

    private final String header;
    private int at;

    private ContentType(String header) {
        this.header = header;
    }

    /** Returns whether the header is well formed and names this media type, in UTF-8 if it names a charset. */
    public static boolean is(String header, String mediaType) {
        return header.equals(mediaType)
                || header.length() <= MAX_LENGTH && new ContentType(header.strip()).names(mediaType);
    }

    private boolean names(String mediaType) {
        var type = token();
        if (type == null || !takes('/')) {
            return false;
        }
        var subtype = token();
        return mediaType.equalsIgnoreCase(type + "/" + subtype) && parameters();
    }

    private boolean parameters() {
        while (at < header.length()) {
            whitespace();
            if (!takes(';')) {
                return false;
            }
            whitespace();
            var name = token();
            if (name != null && !(takes('=') && value(name))) {
                return false;
            }
        }
        return true;
    }

    private boolean value(String name) {
        var value = next() == '"' ? quoted() : token();
        return value != null && (!name.equalsIgnoreCase("charset") || isUtf8(value));
    }

    private static boolean isUtf8(String charset) {
        return charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("utf8");
    }

    /** Returns null for a value without a closing quote, or with a backslash. */
    private String quoted() {
        int end = header.indexOf('"', at + 1);
        if (end < 0 || header.substring(at, end).indexOf('\\') >= 0) {
            return null;
        }
        var text = header.substring(at + 1, end);
        at = end + 1;
        return text;
    }

    /** Returns null if no token follows. */
    private String token() {
        int start = at;
        while (isTokenCharacter(next())) {
            at++;
        }
        return at == start ? null : header.substring(start, at);
    }

    private boolean takes(char wanted) {
        boolean found = next() == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void whitespace() {
        while (next() == ' ' || next() == '\t') {
            at++;
        }
    }

    private char next() {
        return at < header.length() ? header.charAt(at) : NONE;
    }

    private static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_SIGNS.indexOf(c) >= 0;
    }
}
