package dev.usher.history;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * When each version of an event was the current one, what row each user had then, and which place in line each ticket
 * was given. Speaks of versions by their index in the history.
 */
final class Timeline {
    /** A first and a last index; empty when the first is above the last. */
    record Span(int first, int last) {
        boolean has(int index) {
            return first <= index && index <= last;
        }
    }

    /** The place that a ticket had when its turn was over, and the worst that the turn's rows allow. */
    record Rank(int best, int worst) {}

    private final List<Version> versions;
    private final Map<String, NavigableMap<Integer, Row>> rows = new HashMap<>();
    private final Map<String, NavigableSet<Integer>> endings = new HashMap<>();
    private final Map<String, NavigableSet<Integer>> beginnings = new HashMap<>();
    private final Map<Long, Rank> ranks = new HashMap<>();

    Timeline(List<Version> versions) {
        this.versions = versions;
        var waiting = new TreeSet<Long>();
        for (int i = 0; i < versions.size(); i++) {
            for (var change : versions.get(i).rows()) {
                note(i, change);
                if (!change.appears()) {
                    waiting.remove(change.before().ticket());
                }
                if (!change.disappears() && change.after().waits()) {
                    waiting.add(change.after().ticket());
                }
            }
            rank(versions.get(i), waiting);
        }
    }

    private void note(int index, Change<Row> change) {
        var user = user(change);
        rows.computeIfAbsent(user, u -> new TreeMap<>()).put(index, change.after());
        if (endsStay(change)) {
            endings.computeIfAbsent(user, u -> new TreeSet<>()).add(index);
        }
        if (beginsStay(change)) {
            beginnings.computeIfAbsent(user, u -> new TreeSet<>()).add(index);
        }
    }

    private void rank(Version version, TreeSet<Long> waiting) {
        int moved = version.rows().size() + version.line().size();
        version.rows().stream()
                .filter(change -> beginsStay(change) && change.after().waits())
                .mapToLong(change -> change.after().ticket())
                .forEach(ticket -> {
                    int place = waiting.headSet(ticket, true).size();
                    ranks.put(ticket, new Rank(place, place + moved));
                });
    }

    static String user(Change<Row> change) {
        return (change.appears() ? change.after() : change.before()).userId();
    }

    static boolean beginsStay(Change<Row> change) {
        return !change.disappears() && (change.appears() || !change.before().sameStay(change.after()));
    }

    static boolean endsStay(Change<Row> change) {
        return !change.appears() && !change.before().sameStay(change.after());
    }

    Version version(int index) {
        return versions.get(index);
    }

    int last() {
        return versions.size() - 1;
    }

    /** The versions that may have been committed between two moments. */
    Span committedWithin(long start, long end) {
        return new Span(
                first(index -> versions.get(index).notAfter() >= start),
                first(index -> versions.get(index).notBefore() > end) - 1);
    }

    /** The versions that may have been the current one at some moment between two. */
    Span currentWithin(long start, long end) {
        var committed = committedWithin(start, end);
        return new Span(Math.max(0, committed.first() - 1), committed.last());
    }

    /** The first index from which on this holds, or the number of versions. */
    private int first(IntPredicate holds) {
        int low = 0;
        int high = versions.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The user's row from this version on, or null. */
    Row row(String user, int index) {
        var known = rows.get(user);
        var entry = known == null ? null : known.floorEntry(index);
        return entry == null ? null : entry.getValue();
    }

    /** In ascending order, the versions in which a stay of the user ended. */
    Set<Integer> endings(String user) {
        return endings.getOrDefault(user, Collections.emptyNavigableSet());
    }

    /** In ascending order, the versions in which a stay of the user began. */
    Set<Integer> beginnings(String user) {
        return beginnings.getOrDefault(user, Collections.emptyNavigableSet());
    }

    /** Null for a ticket that nobody held when its turn was over. */
    Rank rank(long ticket) {
        return ranks.get(ticket);
    }

    /** How many who waited before this version have a seat after it. */
    int promotions(int index) {
        return (int) versions.get(index).rows().stream()
                .filter(row -> !row.appears() && !row.disappears())
                .filter(row -> row.before().waits() && row.after().seated())
                .count();
    }

    /** How many stays begin in this version. */
    int arrivals(int index) {
        return (int)
                versions.get(index).rows().stream().filter(Timeline::beginsStay).count();
    }
}
