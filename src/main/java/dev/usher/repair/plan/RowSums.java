package dev.usher.repair.plan;

import dev.usher.events.Event;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.registrations.model.summary.RosterDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sums over the rows of one event that were read so far: first the registrations by user id, then the waitlist from its
 * floor on. They are valid for one version of the event; the change log advances them to a later one. Memory is
 * bounded, however many rows there are. Pure.
 */
public final class RowSums {
    private static final int MAX_RANGES = 4_096;
    private static final int MAX_FINDINGS = 20;
    private static final String BEFORE_ALL_IDS = "";

    private final Map<Long, Long> differences = new HashMap<>();
    private final Set<String> findings = new TreeSet<>();
    private final long ticketsInRange;
    private Event event;
    private String lastUser = BEFORE_ALL_IDS;
    private boolean registrationsRead;
    private long lastTicket;
    private boolean waitlistRead;
    private int registered;
    private int waiting;
    private int entries;
    private long digest;
    private boolean moved;

    public RowSums(Event event) {
        this.event = event;
        var counts = event.counts();
        this.lastTicket = counts.lineFloor();
        this.ticketsInRange = 1 + (counts.lastTicket() - counts.lineFloor()) / MAX_RANGES;
    }

    public Event event() {
        return event;
    }

    public boolean registrationsRead() {
        return registrationsRead;
    }

    /** The id of the last user whose row is in the sums, null for none. */
    public String lastUser() {
        return lastUser.equals(BEFORE_ALL_IDS) ? null : lastUser;
    }

    /** The last ticket in the sums; entries with higher ones are not in them. */
    public long lastTicket() {
        return Math.max(lastTicket, event.counts().lineFloor());
    }

    public boolean complete() {
        return registrationsRead && waitlistRead;
    }

    /** @param all whether these are the last ones */
    public void addRegistrations(List<Registration> rows, boolean all) {
        for (var row : rows) {
            lastUser = row.userId();
            digest += RosterDigest.of(row);
            if (!row.waits()) {
                registered++;
                continue;
            }
            waiting++;
            if (row.ticket() == null || row.ticket() <= event.counts().lineFloor()) {
                find("Registrations: " + row.userId() + " waits with ticket " + row.ticket()
                        + ", which is not above the floor");
            } else {
                differ(row.ticket(), row.userId(), 1);
            }
        }
        registrationsRead = all;
    }

    /** @param all whether these are the last ones */
    public void addEntries(List<Entry> rows, boolean all) {
        long before = lastTicket();
        for (var entry : rows) {
            gap(before, entry.ticket());
            before = entry.ticket();
            if (!entry.left()) {
                entries++;
                differ(entry.ticket(), entry.userId(), -1);
            }
        }
        lastTicket = before;
        waitlistRead = all;
        if (all) {
            gap(before, event.counts().lastTicket() + 1);
            if (before > event.counts().lastTicket()) {
                find("Waitlist: ticket " + before + " is above lastTicket");
            }
        }
    }

    private void gap(long before, long next) {
        if (next > before + 1) {
            find("Waitlist: no row for ticket " + (before + 1) + (next > before + 2 ? " to " + (next - 1) : ""));
        }
    }

    /** Adds a hash with a sign, so that an entry and its registration cancel each other out. */
    private void differ(long ticket, String userId, int sign) {
        differences.merge(
                ticket / ticketsInRange,
                sign * RosterDigest.state(userId, Status.WAITLISTED, ticket, null),
                (one, other) -> one + other == 0 ? null : one + other);
    }

    private void find(String finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    /**
     * Advances towards a later version of the event.
     *
     * @param now that version, as it was read: the log does not replace it
     * @param log the next versions of the change log, at most up to that version
     * @return false where a version is missing in it: then the sums must be discarded
     */
    public boolean advance(Event now, List<LoggedTurn> log) {
        for (var turn : log) {
            if (turn.version() != event.version() + 1) {
                return false;
            }
            turn.changes().forEach(this::apply);
            event = turn.version() == now.version() ? now : turn.after(event);
            moved = true;
        }
        return true;
    }

    private void apply(RegistrationChange change) {
        var ticket = change.ticket();
        boolean ofRegistration = registrationsRead || change.userId().compareTo(lastUser) <= 0;
        boolean ofEntry = ticket != null && (waitlistRead || ticket <= lastTicket);
        switch (change.kind()) {
            case REGISTERED, INVITED -> registered += ofRegistration ? 1 : 0;
            case WAITLISTED -> move(change, 1, ofRegistration, ofEntry);
            case PROMOTED -> {
                registered += ofRegistration ? 1 : 0;
                move(change, -1, ofRegistration, ofEntry);
            }
            case CONFIRMED -> {}
            case LEFT, LAPSED -> {
                if (ticket != null) {
                    move(change, -1, ofRegistration, ofEntry);
                } else {
                    registered -= ofRegistration ? 1 : 0;
                }
            }
        }
    }

    private void move(RegistrationChange change, int sign, boolean ofRegistration, boolean ofEntry) {
        if (ofRegistration) {
            waiting += sign;
            differ(change.ticket(), change.userId(), sign);
        }
        if (ofEntry) {
            entries += sign;
            differ(change.ticket(), change.userId(), -sign);
        }
    }

    /** The digest of the registrations; empty where the event changed while they were read. */
    public Optional<Long> digest() {
        return moved ? Optional.empty() : Optional.of(digest);
    }

    /**
     * Returns the inconsistencies once all rows are read, as differences that do not depend on the version.
     *
     * @param ahead by how many versions the change log is ahead of the event; negative where it ends before it
     */
    public Set<String> findings(long ahead) {
        var counts = event.counts();
        compare("currentRegistrations", counts.currentRegistrations(), registered, "registered rows");
        compare("waitlistCount", counts.waitlistCount(), waiting, "waitlisted registrations");
        compare("waitlistCount", counts.waitlistCount(), entries, "waitlist entries");
        differences.keySet().stream().sorted().forEach(range -> {
            long first = Math.max(range * ticketsInRange, 1);
            long last = range * ticketsInRange + ticketsInRange - 1;
            find("Waitlist: ticket " + first + (last > first ? " to " + last : "")
                    + ": entries differ from the waitlisted registrations");
        });
        boolean wrong = !moved && counts.rosterDigest() != null && counts.rosterDigest() != digest;
        if (wrong && findings.isEmpty()) {
            find("Events: rosterDigest does not match the registrations");
        }
        if (ahead > 0) {
            find("Changes: has " + ahead + " versions above the event's");
        } else if (ahead < 0 && counts.rosterDigest() != null) {
            find("Changes: the last " + -ahead + " versions are missing");
        }
        return findings;
    }

    private void compare(String counter, int counted, int rows, String what) {
        if (counted != rows) {
            find("Events: " + counter + " is " + Math.abs(counted - rows) + (counted > rows ? " more" : " less")
                    + " than the " + what);
        }
    }
}
