package dev.usher.http.roster;

import dev.usher.registrations.RosterEntry;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Encodes registrations as CSV (RFC 4180) in UTF-8. Spreadsheets evaluate a cell that begins with certain characters;
 * such a cell, and one that begins with an apostrophe, is preceded by an apostrophe. A reader that removes one leading
 * apostrophe from each cell therefore gets the original values. Stateless.
 */
final class RosterCsv {
    private static final String END = "\r\n";
    private static final String COLUMNS =
            "userId,name,status,waitlistPosition,registeredAt,promotedAt,waitlistTicket" + END;
    /** First characters of a formula, in all common spreadsheets and locales, and the apostrophe itself. */
    private static final String MARKED = "=+-@\t\r\n'\uFF1D\uFF0B\uFF0D\uFF20";

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
        var registration = entry.standing().registration();
        return Stream.of(
                        registration.userId(),
                        entry.name(),
                        registration.status().text(),
                        registration.waits() ? entry.standing().position() : null,
                        registration.registeredAt().text(),
                        registration.promotedAt() == null
                                ? null
                                : registration.promotedAt().text(),
                        registration.ticket())
                .map(value -> cell(Objects.toString(value, "")))
                .collect(Collectors.joining(",", "", END));
    }

    static String cell(String value) {
        boolean marked = !value.isEmpty() && MARKED.indexOf(value.charAt(0)) >= 0;
        var text = marked ? "'" + value : value;
        return text.chars().anyMatch(character -> QUOTED.indexOf(character) >= 0)
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
