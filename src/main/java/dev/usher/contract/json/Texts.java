package dev.usher.contract.json;

/**
 * Normalizes human-readable texts for storage: a single line loses surrounding blanks, and every line break of several
 * lines becomes {@code \n}. Stateless.
 */
public final class Texts {
    /** {@code format} of a single line in the contract. */
    public static final String LINE = "line";
    /** {@code format} of a text of several lines in the contract. */
    static final String LINES = "lines";

    private static final String LINE_BREAK = "\n";

    private Texts() {}

    /** @param format of the text's schema, or null */
    public static String normalized(String text, String format) {
        if (LINE.equals(format)) {
            return trimmed(text);
        }
        return LINES.equals(format) ? text.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK) : text;
    }

    /** Returns whether the text has a visible character. Blanks, format characters and lone accents are not visible. */
    public static boolean isVisible(String text) {
        return text.codePoints().anyMatch(Texts::leavesMark);
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (end > start && isBlank(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    /**
     * Returns whether a character is a space, of any width. Line breaks and tabs are not: a single line must not
     * contain them.
     */
    private static boolean isBlank(int character) {
        return Character.getType(character) == Character.SPACE_SEPARATOR
                || switch (character) {
                    case 0x200B, 0x2060, 0x2800, 0xFEFF -> true;
                    default -> false;
                };
    }

    private static boolean leavesMark(int character) {
        return !isBlank(character)
                && switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.NON_SPACING_MARK,
                            Character.ENCLOSING_MARK -> false;
                    default -> !isFiller(character);
                };
    }

    /** Returns whether a character is a blank letter of Hangul. */
    private static boolean isFiller(int character) {
        return switch (character) {
            case 0x115F, 0x1160, 0x3164, 0xFFA0 -> true;
            default -> false;
        };
    }
}
