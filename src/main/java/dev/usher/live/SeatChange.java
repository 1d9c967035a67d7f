package dev.usher.live;

import dev.usher.registrations.Registration;
import dev.usher.registrations.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one turn changed for one user.
 *
 * @param ticket the place in line that was taken, left or promoted; null for who had none
 */
public record SeatChange(Kind kind, String userId, Long ticket) {

    /** From nothing to a seat, from nothing to the line, from the line to a seat, and from either to nothing. */
    public enum Kind {
        REGISTERED("registered"),
        WAITLISTED("waitlisted"),
        PROMOTED("promoted"),
        LEFT("left");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As it is shown. */
        public String text() {
            return text;
        }
    }

    /** Of every user whom the turn touched, in an order in which each stands once what is before it is done. */
    static List<SeatChange> of(Turn turn) {
        var changes = new ArrayList<SeatChange>(turn.rows().size());
        for (var row : turn.rows()) {
            if (!row.before().equals(row.after())) {
                add(changes, row.before(), row.after());
            }
        }
        return changes;
    }

    /** Who left and came back in one turn has done both. */
    private static void add(List<SeatChange> changes, Optional<Registration> before, Optional<Registration> after) {
        var had = before.orElse(null);
        var has = after.orElse(null);
        if (had != null && has != null && had.waits() && !has.waits() && Objects.equals(had.ticket(), has.ticket())) {
            changes.add(new SeatChange(Kind.PROMOTED, has.userId(), has.ticket()));
            return;
        }
        if (had != null) {
            changes.add(new SeatChange(Kind.LEFT, had.userId(), had.waits() ? had.ticket() : null));
        }
        if (has != null) {
            var kind = has.waits() ? Kind.WAITLISTED : Kind.REGISTERED;
            changes.add(new SeatChange(kind, has.userId(), has.waits() ? has.ticket() : null));
        }
    }
}
