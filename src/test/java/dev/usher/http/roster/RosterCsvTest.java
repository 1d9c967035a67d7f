package dev.usher.http.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.registrations.RosterEntry;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.service.Timestamp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code RosterCsvIT} reads the same with another program. */
class RosterCsvTest {
    private static final Timestamp JOINED = new Timestamp("2026-11-22T09:30:00Z");
    private static final Timestamp PROMOTED = new Timestamp("2026-11-23T09:30:00Z");

    @Test
    void rowHasOneCellForEachColumn() {
        var seat = new Registration("jazz", "ada", Status.REGISTERED, JOINED, 7L, PROMOTED, null);
        var entry = new Registration("jazz", "grace", Status.WAITLISTED, JOINED, 8L, null, null);
        var rows = RosterCsv.header()
                .appendBuffer(RosterCsv.rows(List.of(
                        new RosterEntry(RegistrationView.found(seat), "Lovelace, Ada"),
                        new RosterEntry(new RegistrationView(entry, 1), null))));
        assertThat(rows.toString())
                .isEqualTo("userId,name,status,waitlistPosition,registeredAt,promotedAt,waitlistTicket\r\n"
                        + "ada,\"Lovelace, Ada\",registered,,2026-11-22T09:30:00Z,2026-11-23T09:30:00Z,7\r\n"
                        + "grace,,waitlisted,1,2026-11-22T09:30:00Z,,8\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\nx", "\"x", "'x", "''", "＝1", "＋1", "－1", "＠A1"})
    void formulaIsPrecededByAnApostrophe(String value) {
        assertThat(unquoted(RosterCsv.cell(value))).isEqualTo("'" + value);
        assertThat(unquoted(RosterCsv.cell("Ada;" + value))).isEqualTo("Ada;'" + value);
    }

    private static String unquoted(String cell) {
        return cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ada", "a=1", " =1", "1-1", "a;b", ";", "O'Brien", "😀"})
    void anyOtherTextIsUnchanged(String value) {
        assertThat(RosterCsv.cell(value)).isEqualTo(value);
    }

    @Test
    void separatorsAreQuoted() {
        assertThat(RosterCsv.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(RosterCsv.cell("say \"a\"")).isEqualTo("\"say \"\"a\"\"\"");
        assertThat(RosterCsv.cell("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(RosterCsv.cell("=\"a\",b")).isEqualTo("\"'=\"\"a\"\",b\"");
    }
}
