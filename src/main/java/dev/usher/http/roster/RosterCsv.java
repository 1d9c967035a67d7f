package dev.usher.http.roster;

import dev.usher.registrations.RosterEntry;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Encodes registrations as CSV (RFC 4180) in UTF-8. Spreadsheets evaluate a cell that begins with certain characters,
 * and in many languages they take a semicolon for the end of a cell. An apostrophe precedes such a character, and every
 * apostrophe, at the beginning of a cell and after a semicolon. A reader that removes one apostrophe from each of these
 * places therefore gets the original values. Stateless.
 */
final class RosterCsv {
    private static final String END = "\r\n";
    private static final String COLUMNS =
            "userId,name,status,waitlistPosition,registeredAt,promotedAt,waitlistTicket" + END;
    /**
     * First characters of a formula, in all common spreadsheets and locales; the quotation mark, behind which a
     * spreadsheet that separates cells by semicolons may find one; and the apostrophe itself.
     */
    private static final String MARKED = "=+-@\t\r\n\"'\uFF1D\uFF0B\uFF0D\uFF20";

    private static final char SEMICOLON = ';';

    private static final String QUOTED = ",\"\r\n";

    private RosterCsv() {}

    /** Returns the first line, which names the columns. */
    static Buffer header() {
        return Buffer.buffer(COLUMNS);
    }

    static Buffer rows(List<RosterEntry> entries) {
        return Buffer.buffer(entries.stream().map(RosterCsv::row).collect(Collectors.joining()));
    }

    private static String row(RosterEntry entry) {
        var registration = entry.view().registration();
        return Stream.of(
                        registration.userId(),
                        entry.name(),
                        registration.status().text(),
                        registration.waits() ? entry.view().position() : null,
                        registration.registeredAt().text(),
                        registration.promotedAt() == null
                                ? null
                                : registration.promotedAt().text(),
                        registration.ticket())
                .map(value -> cell(Objects.toString(value, "")))
                .collect(Collectors.joining(",", "", END));
    }

    static String cell(String value) {
        var text = new StringBuilder(value.length() + 1);
        for (int i = 0; i < value.length(); i++) {
            boolean begins = i == 0 || value.charAt(i - 1) == SEMICOLON;
            if (begins && MARKED.indexOf(value.charAt(i)) >= 0) {
                text.append('\'');
            }
            text.append(value.charAt(i));
        }
        return text.chars().anyMatch(character -> QUOTED.indexOf(character) >= 0)
                ? '"' + text.toString().replace("\"", "\"\"") + '"'
                : text.toString();
    }
}
