package dev.usher.contract;

/**
 * Texts that people read, as they are stored: a line without blanks around it, several lines with {@code \n} for every
 * line break. Stateless.
 */
final class Texts {
    /** The {@code format} by which the contract marks a line of text. */
    static final String LINE = "line";
    /** The {@code format} by which the contract marks a text of several lines. */
    static final String LINES = "lines";

    private static final String LINE_BREAK = "\n";

    private Texts() {}

    /** @param format of the text's schema, or null */
    static String normalized(String text, String format) {
        if (LINE.equals(format)) {
            return trimmed(text);
        }
        return LINES.equals(format) ? text.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK) : text;
    }

    /** Whether the text has a character that leaves a mark; blanks, format characters and lone accents leave none. */
    static boolean isVisible(String text) {
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

    /** Spaces of every width. Line breaks and tabs are none: a line must not have them, wherever they are. */
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

    /** Letters of Hangul that are blank. */
    private static boolean isFiller(int character) {
        return switch (character) {
            case 0x115F, 0x1160, 0x3164, 0xFFA0 -> true;
            default -> false;
        };
    }
}
