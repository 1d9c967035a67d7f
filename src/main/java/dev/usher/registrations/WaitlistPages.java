package dev.usher.registrations;

import dev.usher.bus.Page;
import dev.usher.bus.UnavailableException;
import dev.usher.events.Event;
import dev.usher.registrations.Registration.Status;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Pages of a waitlist in its order, each entry with its position. A page costs the same number of reads wherever it is
 * and however many left. Stateless.
 */
final class WaitlistPages {
    /** A ticket that waits and has no entry is a commit half seen, for as long as a commit takes. */
    private static final int LOOKS = 20;

    private final LedgerStore ledger;
    private final RegistrationStore registrations;
    private final WaitlistCounter counter;

    WaitlistPages(LedgerStore ledger, RegistrationStore registrations) {
        this.ledger = ledger;
        this.registrations = registrations;
        this.counter = new WaitlistCounter(ledger, registrations);
    }

    /**
     * The part of a waitlist that is shown.
     *
     * @param tickets in their order, one more than the page takes where more wait
     * @param before how many wait before the first of them
     */
    private record Part(Event event, List<Long> tickets, int limit, int before, boolean counted) {
        List<Long> shown() {
            return tickets.subList(0, Math.min(limit, tickets.size()));
        }

        int position(int index) {
            return before + index + 1;
        }

        String next() {
            if (tickets.size() <= limit) {
                return null;
            }
            long last = tickets.get(limit - 1);
            return new WaitlistCursor(last, counted ? position(limit - 1) : 0, event.version()).text();
        }
    }

    /**
     * Goes on behind the ticket that the page before ended with, or at the head where the floor has passed it.
     *
     * @param event read strongly consistently, just before
     */
    Future<Page<Standing>> page(Event event, WaitlistCursor after, int limit) {
        return page(event, after, limit, LOOKS);
    }

    private Future<Page<Standing>> page(Event event, WaitlistCursor after, int limit, int looks) {
        return (after.countedAt(event) ? next(event, after, limit) : count(event, after, limit)).compose(part -> {
            if (part.tickets().isEmpty()) {
                return Future.succeededFuture(new Page<>(List.of(), null));
            }
            return registrations.entries(event.eventId(), part.shown()).compose(entries -> {
                var shown = part.shown();
                if (shown.stream().allMatch(entries::containsKey)) {
                    boolean asCounted = shown.stream()
                            .noneMatch(ticket -> entries.get(ticket).left());
                    return asCounted || !after.countedAt(event)
                            ? standings(part, entries)
                            : page(event, new WaitlistCursor(after.ticket(), 0, 0), limit, looks);
                }
                return again(event, after, limit, looks - 1);
            });
        });
    }

    private Future<Page<Standing>> again(Event event, WaitlistCursor after, int limit, int looks) {
        return looks == 0
                ? Future.failedFuture(new UnavailableException("the entries and the event do not fit", null))
                : ledger.event(event.eventId())
                        .compose(fresh ->
                                page(fresh.orElse(event), new WaitlistCursor(after.ticket(), 0, 0), limit, looks));
    }

    /** Only the bits of the page are read: the position is known. */
    private Future<Part> next(Event event, WaitlistCursor after, int limit) {
        long last = event.counts().lastTicket();
        long end = Math.min(last, (Departures.row(after.ticket() + 2L * limit) + 1) * Departures.TICKETS_A_ROW);
        return registrations.departures(event.eventId(), after.ticket(), end).compose(bits -> {
            var tickets = new CountedWaitlist(event, bits).waitingAbove(after.ticket(), limit + 1);
            boolean enough = end == last || !tickets.isEmpty() && tickets.get(tickets.size() - 1) <= end;
            return enough
                    ? Future.succeededFuture(new Part(event, tickets, limit, after.position(), true))
                    : count(event, after, limit);
        });
    }

    private Future<Part> count(Event event, WaitlistCursor after, int limit) {
        return counter.of(event)
                .map(counted -> new Part(
                        counted.event(),
                        counted.waitingAbove(after.ticket(), limit + 1),
                        limit,
                        counted.waitingUpTo(after.ticket()),
                        counted.missing() == 0));
    }

    /** Whoever left since they were counted is left out; the others keep the positions of that moment. */
    private Future<Page<Standing>> standings(Part part, Map<Long, WaitlistEntry> entries) {
        var unknown = entries.values().stream()
                .filter(entry -> !entry.left() && entry.registeredAt() == null)
                .map(WaitlistEntry::userId)
                .collect(Collectors.toSet());
        var rows = unknown.isEmpty()
                ? Future.succeededFuture(Map.<String, Optional<Registration>>of())
                : ledger.rows(part.event().eventId(), unknown);
        return rows.map(known -> {
            var standings = new ArrayList<Standing>(part.shown().size());
            for (int i = 0; i < part.shown().size(); i++) {
                int position = part.position(i);
                registration(part.event().eventId(), entries.get(part.shown().get(i)), known)
                        .ifPresent(row -> standings.add(new Standing(row, position)));
            }
            return new Page<>(standings, part.next());
        });
    }

    private static Optional<Registration> registration(
            String eventId, WaitlistEntry entry, Map<String, Optional<Registration>> rows) {
        if (entry.left()) {
            return Optional.empty();
        }
        return entry.registeredAt() == null
                ? rows.get(entry.userId()).filter(row -> row.waits() && row.ticket() == entry.ticket())
                : Optional.of(new Registration(
                        eventId, entry.userId(), Status.WAITLISTED, entry.registeredAt(), entry.ticket(), null, null));
    }
}
