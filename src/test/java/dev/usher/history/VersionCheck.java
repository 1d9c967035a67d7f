package dev.usher.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Plays the versions of an event one after the other and holds each against I1 to I6. Pure. */
final class VersionCheck {
    private final Map<String, Row> rows = new HashMap<>();
    private final TreeMap<Long, Place> line = new TreeMap<>();
    private final Set<Long> tickets = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private Version version;

    private VersionCheck() {}

    static List<String> violations(EventHistory history) {
        var check = new VersionCheck();
        State last = null;
        for (var version : history.versions()) {
            check.version = version;
            check.follows(last);
            check.newcomers();
            check.promotions();
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

    /** A newcomer takes a seat only when nobody who came before waits any more. */
    private void newcomers() {
        boolean seats = version.rows().stream()
                .anyMatch(row -> Timeline.beginsStay(row)
                        && row.after().seated()
                        && row.after().ticket() == 0);
        if (!seats) {
            return;
        }
        Set<String> moved = new HashSet<>();
        version.rows().forEach(row -> moved.add(Timeline.user(row)));
        rows.values().stream()
                .filter(row -> row.waits() && !moved.contains(row.userId()))
                .forEach(row -> check(false, "I3: a newcomer got a seat while " + row.userId() + " waited"));
    }

    private void promotions() {
        long highest = 0;
        for (var row : version.rows()) {
            if (row.disappears()) {
                continue;
            }
            var after = row.after();
            boolean begins = Timeline.beginsStay(row);
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

    /** Nobody with a lower ticket still waits when the turn is over. */
    private void before(long promoted) {
        Map<String, Row> then = new HashMap<>(rows);
        version.rows().forEach(row -> then.put(Timeline.user(row), row.after()));
        then.values().stream()
                .filter(row -> row != null && row.waits() && row.ticket() < promoted)
                .forEach(row -> check(
                        false,
                        "I4: ticket " + promoted + " is promoted while " + row.userId() + " waits with "
                                + row.ticket()));
    }

    private void apply() {
        for (var row : version.rows()) {
            check(
                    Objects.equals(rows.get(Timeline.user(row)), row.before()),
                    "the row of " + Timeline.user(row) + " changes from " + row.before() + " but was "
                            + rows.get(Timeline.user(row)));
            if (row.disappears()) {
                rows.remove(Timeline.user(row));
            } else {
                rows.put(Timeline.user(row), row.after());
            }
        }
        for (var place : version.line()) {
            if (place.disappears()) {
                check(
                        place.before().ticket() <= version.after().floor(),
                        "ticket " + place.before().ticket() + " is deleted above the floor");
                line.remove(place.before().ticket());
            } else {
                line.put(place.after().ticket(), place.after());
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
        Set<String> inLine = new HashSet<>();
        for (var place : line.tailMap(now.floor(), false).values()) {
            if (!place.left()) {
                check(inLine.add(place.userId()), "I5: " + place.userId() + " is in line twice");
                var row = rows.get(place.userId());
                check(
                        row != null && row.waits() && row.ticket() == place.ticket(),
                        "I2: ticket " + place.ticket() + " stands in line for " + row);
            }
        }
        check(inLine.size() == now.waiting(), "I2: " + now.waiting() + " wait, " + inLine.size() + " are in line");
        check(
                line.tailMap(now.floor(), false).size() == now.lastTicket() - now.floor(),
                "the line has a gap between " + now.floor() + " and " + now.lastTicket());
    }

    /** A seat that comes free beside people in line is handed on in the same version. Raised seats may take turns. */
    private void handedOn() {
        var before = version.before();
        var now = version.after();
        if (before == null) {
            return;
        }
        boolean owedBefore = before.owed() > 0 || version.capacityRaise() > 0;
        check(
                now.owed() == 0 || owedBefore,
                "I6: " + now.free() + " seats are free beside " + now.waiting() + " who wait");
        check(
                now.waiting() == 0 || now.free() <= Math.max(0, before.free()) + version.capacityRaise(),
                "I6: " + (now.free() - before.free()) + " seats more are free beside " + now.waiting() + " who wait");
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add("version " + version.after().version() + ": " + violation);
        }
    }
}
