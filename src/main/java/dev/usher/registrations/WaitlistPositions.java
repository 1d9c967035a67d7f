package dev.usher.registrations;

import dev.usher.batching.CoalescingLoader;
import dev.usher.events.Event;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.model.summary.Departures;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Page;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Computes positions in a waitlist, and reads its pages. Positions are derived and never stored: a ticket's position is
 * the number of tickets between the floor and itself, less the departures among them.
 *
 * <p>A caller may ask for a hundred positions at once, again and again: look-ups of the same departures share a read,
 * and few are read at once. Belongs to one context.
 */
final class WaitlistPositions {
    /** Rows are inconsistent only while a commit is half visible, for as long as a commit takes. */
    private static final int MAX_READS = 20;
    /** The event and its departures are read one after the other: a busy event changes in between. */
    private static final int MAX_COUNTS = 3;

    private static final int ENTRIES_A_READ = 1_000;
    private static final int READS_AT_ONCE = 8;

    private final LedgerStore ledger;
    private final CoalescingLoader<Section, Departures> departures =
            new CoalescingLoader<>(this::departures, 1, READS_AT_ONCE);

    WaitlistPositions(LedgerStore ledger) {
        this.ledger = ledger;
    }

    /** The tickets above {@code floor} up to {@code last}. */
    private record Section(String eventId, long floor, long last) {}

    /** @param waiting how many entries wait with this ticket or a lower one */
    private record Count(int waiting, boolean waits) {}

    /**
     * Returns a registration that was found, with its current position.
     *
     * @return empty when the row is gone meanwhile; fails with an {@code UnavailableException} when the row and the
     *     waitlist never match
     */
    Future<Optional<RegistrationView>> of(Registration found) {
        return of(found, MAX_READS);
    }

    /** @param event read strongly consistently, after the registration */
    Future<Optional<RegistrationView>> of(Registration found, Event event) {
        return of(found, Optional.of(event), MAX_READS);
    }

    private Future<Optional<RegistrationView>> of(Registration found, int reads) {
        return found.waits()
                ? ledger.event(found.eventId()).compose(event -> of(found, event, reads))
                : Future.succeededFuture(Optional.of(RegistrationView.found(found)));
    }

    private Future<Optional<RegistrationView>> of(Registration found, Optional<Event> event, int reads) {
        if (!found.waits()) {
            return of(found, reads);
        }
        return event.map(read -> count(read, found.ticket(), MAX_COUNTS))
                .orElseGet(() -> Future.succeededFuture(new Count(0, false)))
                .compose(count -> count.waits()
                        ? Future.succeededFuture(Optional.of(new RegistrationView(found, count.waiting())))
                        : again(found, reads - 1));
    }

    /** Reads the row again: the floor has passed the ticket, so the user was promoted or the row is gone. */
    private Future<Optional<RegistrationView>> again(Registration found, int reads) {
        if (reads == 0) {
            return Future.failedFuture(new UnavailableException("registration and waitlist are inconsistent", null));
        }
        return ledger.rows(found.eventId(), Set.of(found.userId())).compose(rows -> rows.get(found.userId())
                .map(row -> of(row, reads))
                .orElse(Future.succeededFuture(Optional.empty())));
    }

    /** Counts by the departures, one read of a few KB, as far as the event's own counters confirm them. */
    private Future<Count> count(Event event, long ticket, int counts) {
        long floor = event.counts().lineFloor();
        long last = event.counts().lastTicket();
        long left = last - floor - event.counts().waitlistCount();
        if (ticket <= floor || left == 0) {
            return Future.succeededFuture(new Count((int) Math.max(0, ticket - floor), ticket > floor));
        }
        return departures.find(new Section(event.eventId(), floor, last)).compose(read -> {
            var gone = read.orElseThrow();
            long missing = left - gone.count(last);
            if (missing == 0 || missing < 0 && counts == 1) {
                int waiting = (int) (ticket - floor - gone.count(ticket));
                return Future.succeededFuture(new Count(waiting, !gone.has(ticket)));
            }
            return counts == 1
                    ? countEntries(event.eventId(), floor, ticket, 0)
                    : ledger.event(event.eventId()).compose(fresh -> count(fresh.orElse(event), ticket, counts - 1));
        });
    }

    private Future<Map<Section, Departures>> departures(Set<Section> one) {
        var section = one.iterator().next();
        return ledger.departures(section.eventId, section.floor, section.last).map(read -> Map.of(section, read));
    }

    /** Counts entries: where an older replica left a departure uncounted, until the floor has passed that ticket. */
    private Future<Count> countEntries(String eventId, long above, long ticket, int before) {
        return ledger.waitlist(eventId, above, ENTRIES_A_READ).compose(waitlist -> {
            int waiting = before
                    + (int) waitlist.waiting()
                            .filter(entry -> entry.ticket() <= ticket)
                            .count();
            return waitlist.complete() || waitlist.lastTicket() >= ticket
                    ? Future.succeededFuture(
                            new Count(waiting, waitlist.waiting().anyMatch(entry -> entry.ticket() == ticket)))
                    : countEntries(eventId, waitlist.lastTicket(), ticket, waiting);
        });
    }

    /**
     * Continues behind the ticket that the page before ended with, or at the head where the floor has passed it. A page
     * may be short although others follow, where many entries in between have left.
     *
     * @param event read strongly consistently, just before
     */
    Future<Page<RegistrationView>> page(Event event, WaitlistCursor after, int limit) {
        return page(event, after, limit, MAX_READS);
    }

    private Future<Page<RegistrationView>> page(Event event, WaitlistCursor after, int limit, int reads) {
        var counts = event.counts();
        long above = Math.max(Math.min(after.ticket(), counts.lastTicket()), counts.lineFloor());
        return ledger.waitlist(event.eventId(), above, limit + 1).compose(waitlist -> {
            if (waitlist.gap(above).isEmpty()) {
                return before(event, after, above).compose(before -> page(event, waitlist, before, limit));
            }
            return reads == 1
                    ? Future.failedFuture(new UnavailableException("waitlist entry is missing", null))
                    : ledger.event(event.eventId())
                            .compose(fresh -> page(fresh.orElse(event), after, limit, reads - 1));
        });
    }

    private Future<Integer> before(Event event, WaitlistCursor after, long above) {
        return after.countedAt(event)
                ? Future.succeededFuture(after.position())
                : count(event, above, MAX_COUNTS).map(Count::waiting);
    }

    private Future<Page<RegistrationView>> page(Event event, WaitlistPrefix waitlist, int before, int limit) {
        var shown = waitlist.waiting().limit(limit).toList();
        boolean more = !waitlist.complete() || waitlist.waiting().count() > limit;
        boolean full = shown.size() == limit;
        long last = full ? shown.get(limit - 1).ticket() : waitlist.lastTicket();
        var next = new WaitlistCursor(last, before + shown.size(), event.version());
        return registrations(event.eventId(), shown).map(rows -> {
            var views = new ArrayList<RegistrationView>(shown.size());
            for (int i = 0; i < shown.size(); i++) {
                int position = before + i + 1;
                rows.get(i).ifPresent(row -> views.add(new RegistrationView(row, position)));
            }
            return new Page<>(views, more ? next.text() : null);
        });
    }

    /** Reads the rows of users only for old entries that do not contain the registration time. */
    private Future<List<Optional<Registration>>> registrations(String eventId, List<WaitlistPrefix.Entry> entries) {
        var unknown = entries.stream()
                .filter(entry -> entry.registeredAt() == null)
                .map(WaitlistPrefix.Entry::userId)
                .collect(Collectors.toSet());
        var rows = unknown.isEmpty()
                ? Future.succeededFuture(Map.<String, Optional<Registration>>of())
                : ledger.rows(eventId, unknown);
        return rows.map(known -> entries.stream()
                .map(entry -> entry.registeredAt() == null
                        ? known.get(entry.userId()).filter(row -> row.waits() && row.ticket() == entry.ticket())
                        : Optional.of(registration(eventId, entry)))
                .toList());
    }

    private static Registration registration(String eventId, WaitlistPrefix.Entry entry) {
        return new Registration(
                eventId, entry.userId(), Status.WAITLISTED, entry.registeredAt(), entry.ticket(), null, null);
    }
}
