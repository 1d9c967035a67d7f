package dev.usher.registrations.plan;

import dev.usher.events.Event;
import dev.usher.registrations.model.LapseSeat;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.model.WaitlistPrefix;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Computes what must be read before a plan, and checks that the rows read are consistent. Pure, like the plan. */
final class ReadRequirements {
    private static final int MAX_ROWS = 1_000;

    private ReadRequirements() {}

    /** Returns everything that must still be read for these changes, in one result; empty if nothing. */
    static Optional<PlanResult> of(
            PlanInput situation, List<? extends LedgerCommand<?>> changes, TurnLimits limits, Instant moment) {
        var event = situation.event();
        boolean refuses = Admission.refusal(event, moment).isPresent();
        boolean promotes = event.promotesAt(moment);
        Set<String> users = new HashSet<>();
        long seats = event.freeSeats();
        int acceptable = 0;
        for (var change : changes) {
            if (acceptable == limits.changes() || users.size() >= MAX_ROWS) {
                break;
            }
            if (change.userId() != null && !(change instanceof Register)) {
                users.add(change.userId());
            }
            if (change instanceof Unregister || change instanceof LapseSeat) {
                seats++;
            } else if (change instanceof UpdateEvent update) {
                var after = update.appliedTo(event);
                seats += Math.max(0, after.capacity() - event.capacity());
                promotes |= after.promotesAt(moment);
            }
            acceptable += refuses && change instanceof Register ? 0 : 1;
        }
        users.removeAll(situation.rows().keySet());
        int waiting = situation.waitlist().isPresent() || !promotes ? 0 : entriesToRead(event, seats);
        return users.isEmpty() && waiting == 0 ? Optional.empty() : Optional.of(new PlanResult.Needs(users, waiting));
    }

    private static int entriesToRead(Event event, long seats) {
        return (int) Math.max(
                0, Math.min(Math.min(seats, TurnLimits.ACTIONS), event.counts().waitlistCount()));
    }

    /**
     * Checks the rows read: another replica's commit may be half visible to reads that are no snapshot.
     *
     * @throws InconsistentReadException when the waitlist does not match the event, or a row does not match its
     *     waitlist entry
     */
    static void check(PlanInput situation) {
        var waitlist = situation.waitlist().orElse(null);
        if (waitlist == null) {
            return;
        }
        var counts = situation.event().counts();
        waitlist.gap(counts.lineFloor()).ifPresent(missing -> {
            throw new InconsistentReadException("Waitlist ticket is missing: ticket=" + missing);
        });
        waitlist.waiting().forEach(entry -> checkRow(situation, entry));
        long waiting = waitlist.waiting().count();
        long ticket = Math.max(counts.lineFloor(), waitlist.lastTicket());
        if (ticket > counts.lastTicket()) {
            throw new InconsistentReadException(
                    "Waitlist has ticket " + ticket + ", lastTicket is " + counts.lastTicket());
        }
        boolean fits = waitlist.complete()
                ? waiting == counts.waitlistCount() && ticket == counts.lastTicket()
                : waiting <= counts.waitlistCount();
        if (!fits) {
            throw new InconsistentReadException("Waitlist has " + waiting + " waiting up to ticket " + ticket
                    + ", the event counts " + counts.waitlistCount() + " up to " + counts.lastTicket());
        }
    }

    private static void checkRow(PlanInput situation, WaitlistPrefix.Entry entry) {
        var row = situation.rows().get(entry.userId());
        boolean fits = row == null
                || row.filter(r -> r.waits() && r.ticket() == entry.ticket()).isPresent();
        if (!fits) {
            throw new InconsistentReadException("Waitlist ticket " + entry.ticket()
                    + " waits, the Registrations row of userId=" + entry.userId() + " does not");
        }
    }
}
