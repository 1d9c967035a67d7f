package dev.usher.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Replays the versions of an event one after the other and checks each against I1 to I6, I9 and I11. Pure. */
final class InvariantChecker {
    private final Map<String, Row> rows = new HashMap<>();
    private final TreeMap<Long, WaitlistEntry> waitlist = new TreeMap<>();
    private final Set<Long> tickets = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private Version version;

    private InvariantChecker() {}

    static List<String> violations(EventHistory history) {
        var check = new InvariantChecker();
        State last = null;
        for (var version : history.versions()) {
            check.version = version;
            check.follows(last);
            check.newcomers();
            check.guests();
            check.promotions();
            check.times();
            check.reinstated();
            check.logged();
            check.apply();
            check.counts();
            check.handedOn();
            last = version.after();
        }
        return check.violations;
    }

    private void follows(State last) {
        check(
                Objects.equals(last, version.before()),
                "it was planned on " + version.before() + " while the event was " + last);
        if (last != null) {
            check(version.after().version() == last.version() + 1, "it follows version " + last.version());
        }
    }

    /** A newcomer takes a seat only when no earlier user is still waiting. */
    private void newcomers() {
        var guests = version.guests();
        boolean seats = version.rows().stream()
                .anyMatch(row -> Row.begins(row)
                        && row.after().seated()
                        && row.after().ticket() == 0
                        && !guests.contains(Row.user(row)));
        if (!seats) {
            return;
        }
        Set<String> moved = new HashSet<>();
        version.rows().forEach(row -> moved.add(Row.user(row)));
        rows.values().stream()
                .filter(row -> row.waits() && !moved.contains(row.userId()))
                .forEach(row -> check(false, "I3: a newcomer got a seat while " + row.userId() + " waited"));
    }

    /** A guest takes no seat but the one that the same version adds. */
    private void guests() {
        int guests = version.guests().size();
        check(
                guests == 0 || version.before() != null && version.capacityRaise() == guests,
                "I3: " + guests + " guests got a seat, " + version.capacityRaise() + " were added");
    }

    private void promotions() {
        long highest = 0;
        for (var row : version.rows()) {
            if (row.disappears()) {
                continue;
            }
            var after = row.after();
            boolean begins = Row.begins(row);
            if (after.ticket() != 0 && begins) {
                check(tickets.add(after.ticket()), "I5: ticket " + after.ticket() + " is given again");
                check(
                        version.before() != null
                                && after.ticket() > version.before().lastTicket(),
                        "I4: ticket " + after.ticket() + " is given after " + version.before());
            }
            if (after.seated() && after.ticket() != 0 && (begins || row.before().waits())) {
                highest = Math.max(highest, after.ticket());
            }
        }
        if (highest > 0) {
            before(highest);
        }
    }

    /** A turn may change the moments before or after its other changes. */
    private void times() {
        var moment = version.moment();
        boolean opens = either(state -> state.openAt(moment));
        boolean promotes = either(state -> state.promotesAt(moment));
        for (var step : version.fold()) {
            boolean accepted =
                    switch (step.kind()) {
                        case REGISTERED, WAITLISTED -> opens;
                        case PROMOTED -> promotes;
                        case LAPSED -> either(state -> !state.cancelled());
                        case INVITED, CONFIRMED, LEFT -> true;
                    };
            check(accepted, "too late at " + version.at() + ": " + step + " of " + version.after());
        }
    }

    /** A cancelled event is scheduled again only before its start, which the same turn may move. */
    private void reinstated() {
        boolean reinstated = version.before() != null
                && version.before().cancelled()
                && !version.after().cancelled();
        check(
                !reinstated || !version.after().startedAt(version.moment()),
                "reinstated too late at " + version.at() + ": " + version.after());
    }

    private boolean either(Predicate<State> condition) {
        return condition.test(version.after()) || version.before() != null && condition.test(version.before());
    }

    /** No user with a lower ticket is still waiting at the end of the turn. */
    private void before(long promoted) {
        Map<String, Row> then = new HashMap<>(rows);
        version.rows().forEach(row -> then.put(Row.user(row), row.after()));
        then.values().stream()
                .filter(row -> row != null && row.waits() && row.ticket() < promoted)
                .forEach(row -> check(
                        false,
                        "I4: ticket " + promoted + " is promoted while " + row.userId() + " waits with "
                                + row.ticket()));
    }

    /** I9: the row of the change log, if there is one, describes the change of each user's row and of the waitlist. */
    private void logged() {
        if (version.steps() == null) {
            return;
        }
        Map<String, Row> replayed = new HashMap<>();
        Map<Long, WaitlistEntry> entries = new TreeMap<>();
        for (var step : version.steps()) {
            var user = step.userId();
            var row = replayed.containsKey(user) ? replayed.get(user) : rows.get(user);
            replayed.put(user, after(step, row));
            if (step.kind() == Step.Kind.WAITLISTED) {
                entries.put(step.ticket(), new WaitlistEntry(step.ticket(), user, false));
            } else if (step.kind() == Step.Kind.LEFT && row != null && row.waits()) {
                entries.put(step.ticket(), new WaitlistEntry(step.ticket(), WaitlistEntry.NO_USER, true));
            }
        }
        replayed.values().removeIf(row -> row != null && row.equals(rows.get(row.userId())));
        replayed.keySet().removeIf(user -> replayed.get(user) == null && !rows.containsKey(user));
        Map<String, Row> written = new HashMap<>();
        version.rows().forEach(change -> written.put(Row.user(change), change.after()));
        check(replayed.equals(written), "I9: the log says " + replayed + ", the rows are " + written);
        entries.keySet().removeIf(ticket -> ticket <= version.after().floor());
        Map<Long, WaitlistEntry> changed = new TreeMap<>();
        version.entries().stream()
                .map(Change::after)
                .filter(entry ->
                        entry != null && entry.ticket() > version.after().floor())
                .forEach(entry -> changed.put(entry.ticket(), entry));
        check(entries.equals(changed), "I9: the log says " + entries + ", the waitlist changes by " + changed);
    }

    private Row after(Step step, Row row) {
        boolean fits =
                switch (step.kind()) {
                    case REGISTERED, INVITED, WAITLISTED -> row == null;
                    case PROMOTED -> row != null && row.waits() && row.ticket() == step.ticket();
                    case CONFIRMED -> row != null && row.confirmBy() != null && row.ticket() == step.ticket();
                    case LAPSED -> row != null && row.seated();
                    case LEFT -> row != null && (row.seated() || row.ticket() == step.ticket());
                };
        check(fits, "I9: the log says " + step + " of " + row);
        if (step.kind() == Step.Kind.LAPSED && fits) {
            lapses(row);
        }
        return switch (step.kind()) {
            case REGISTERED, INVITED, WAITLISTED ->
                new Row(
                        step.userId(),
                        step.kind() != Step.Kind.WAITLISTED,
                        step.ticket(),
                        null,
                        version.at(),
                        step.key());
            case PROMOTED -> row == null ? null : row.promoted(version.at(), step.confirmBy());
            case CONFIRMED -> row == null ? null : row.confirmed();
            case LEFT, LAPSED -> null;
        };
    }

    private void lapses(Row row) {
        check(row.confirmBy() != null, "I11: a seat lapses that needs no confirmation: " + row);
        check(
                row.confirmBy() == null || !Instant.parse(version.at()).isBefore(Instant.parse(row.confirmBy())),
                "I11: a seat lapses at " + version.at() + ", too early: " + row);
    }

    private void apply() {
        for (var row : version.rows()) {
            check(
                    Objects.equals(rows.get(Row.user(row)), row.before()),
                    "the row of " + Row.user(row) + " changes from " + row.before() + " but was "
                            + rows.get(Row.user(row)));
            if (row.disappears()) {
                rows.remove(Row.user(row));
            } else {
                rows.put(Row.user(row), row.after());
            }
        }
        for (var entry : version.entries()) {
            if (entry.disappears()) {
                check(
                        entry.before().ticket() <= version.after().floor(),
                        "ticket " + entry.before().ticket() + " is deleted above the floor");
                waitlist.remove(entry.before().ticket());
            } else {
                waitlist.put(entry.after().ticket(), entry.after());
            }
        }
    }

    private void counts() {
        var now = version.after();
        check(0 <= now.taken() && now.taken() <= now.capacity(), "I1: " + now.taken() + " of " + now.capacity());
        long seated = rows.values().stream().filter(Row::seated).count();
        check(seated == now.taken(), "I2: " + now.taken() + " seats are taken, " + seated + " rows have one");
        check(
                rows.size() - seated == now.waiting(),
                "I2: " + now.waiting() + " wait, " + (rows.size() - seated) + " rows do");
        Set<String> onWaitlist = new HashSet<>();
        for (var entry : waitlist.tailMap(now.floor(), false).values()) {
            if (!entry.left()) {
                check(onWaitlist.add(entry.userId()), "I5: " + entry.userId() + " waits twice");
                var row = rows.get(entry.userId());
                check(
                        row != null && row.waits() && row.ticket() == entry.ticket(),
                        "I2: ticket " + entry.ticket() + " is on the waitlist for " + row);
            }
        }
        for (var entry : waitlist.headMap(now.floor(), true).values()) {
            var row = rows.get(entry.userId());
            check(
                    entry.left() || row != null && row.ticket() == entry.ticket(),
                    "ticket " + entry.ticket() + " names " + entry.userId() + ", whose row is " + row);
        }
        check(
                onWaitlist.size() == now.waiting(),
                "I2: " + now.waiting() + " wait, " + onWaitlist.size() + " entries do");
        check(
                waitlist.tailMap(now.floor(), false).size() == now.lastTicket() - now.floor(),
                "the waitlist has a gap between " + now.floor() + " and " + now.lastTicket());
    }

    /**
     * A seat that becomes free while users wait is given to the head in the same version. Added capacity may take
     * several turns, and so may the seats that were free when an event that promoted no more promotes again.
     */
    private void handedOn() {
        var before = version.before();
        var now = version.after();
        var moment = version.moment();
        if (before == null || !before.promotesAt(moment) || !now.promotesAt(moment)) {
            return;
        }
        int added = version.capacityRaise() - version.guests().size();
        boolean owedBefore = before.owed(moment) > 0 || added > 0;
        check(
                now.owed(moment) == 0 || owedBefore,
                "I6: " + now.free() + " seats are free beside " + now.waiting() + " waiting");
        check(
                now.waiting() == 0 || now.free() <= Math.max(0, before.free()) + added,
                "I6: " + (now.free() - before.free()) + " more seats are free beside " + now.waiting() + " waiting");
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add("version " + version.after().version() + ": " + violation);
        }
    }
}
