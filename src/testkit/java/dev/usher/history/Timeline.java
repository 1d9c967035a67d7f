package dev.usher.history;

import dev.usher.history.Step.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Serial history of an event as a sequence of points: before each step of each turn, and after each turn. Determines
 * which versions were current when, and the event's state at each point.
 */
final class Timeline {
    /** A first and a last index; empty when the first is above the last. */
    record Span(int first, int last) {
        boolean has(int index) {
            return first <= index && index <= last;
        }
    }

    /**
     * A moment of the serial order.
     *
     * @param inside whether it is inside the turn of its version, and not after it
     * @param next the step that comes next inside the turn, or null
     */
    record Point(int version, boolean inside, State state, Step next) {}

    /** The organizer's part of an event may have been either inside a turn that changes it. */
    List<State> states(int index) {
        var point = points.get(index);
        var before = versions.get(point.version()).before();
        return point.inside() && before != null
                ? List.of(
                        point.state(),
                        before.with(point.state().taken(), point.state().waiting()))
                : List.of(point.state());
    }

    /** Registration of a user, from its begin to its end. */
    static final class Stay {
        private final Row row;
        private final int begin;
        private final int position;
        private int end = Integer.MAX_VALUE;

        private Stay(Row row, int begin, int position) {
            this.row = row;
            this.begin = begin;
            this.position = position;
        }

        /** As the registration wrote it. */
        Row row() {
            return row;
        }

        /** First point at which the user is registered. */
        int begin() {
            return begin;
        }

        /** Position on the waitlist at the first point. */
        int position() {
            return position;
        }

        /** First point at which the user is no longer registered. */
        int end() {
            return end;
        }

        boolean ended() {
            return end != Integer.MAX_VALUE;
        }
    }

    private final List<Version> versions;
    private final List<Point> points = new ArrayList<>();
    private final int[] firstPoints;
    private final Map<String, NavigableMap<Integer, Row>> rows = new HashMap<>();
    private final Map<String, List<Stay>> stays = new HashMap<>();

    Timeline(List<Version> versions) {
        this.versions = versions;
        firstPoints = new int[versions.size() + 1];
        for (int i = 0; i < versions.size(); i++) {
            firstPoints[i] = points.size();
            replay(i);
        }
        firstPoints[versions.size()] = points.size();
    }

    private void replay(int index) {
        var version = versions.get(index);
        int taken = version.before() == null ? 0 : version.before().taken();
        int waiting = version.before() == null ? 0 : version.before().waiting();
        for (var step : version.fold()) {
            points.add(new Point(index, true, version.after().with(taken, waiting), step));
            var row = row(step.userId(), points.size() - 1);
            boolean leavesSeat = step.kind() == Kind.LAPSED || step.kind() == Kind.LEFT && row != null && row.seated();
            boolean newSeat = step.kind() == Kind.REGISTERED || step.kind() == Kind.INVITED;
            taken += newSeat || step.kind() == Kind.PROMOTED ? 1 : leavesSeat ? -1 : 0;
            boolean stays = newSeat || leavesSeat || step.kind() == Kind.CONFIRMED;
            waiting += step.kind() == Kind.WAITLISTED ? 1 : stays ? 0 : -1;
            follow(version, step, row, waiting);
        }
        points.add(new Point(index, false, version.after(), null));
    }

    private void follow(Version version, Step step, Row row, int waiting) {
        int next = points.size();
        var known = stays.computeIfAbsent(step.userId(), user -> new ArrayList<>());
        switch (step.kind()) {
            case REGISTERED, INVITED, WAITLISTED -> {
                boolean seated = step.kind() != Kind.WAITLISTED;
                var made = new Row(step.userId(), seated, step.ticket(), null, version.at(), step.key());
                known.add(new Stay(made, next, seated ? 0 : waiting));
                put(next, step.userId(), made);
            }
            case PROMOTED ->
                put(next, step.userId(), row == null ? null : row.promoted(version.at(), step.confirmBy()));
            case CONFIRMED -> put(next, step.userId(), row == null ? null : row.confirmed());
            case LEFT, LAPSED -> {
                if (row != null) {
                    known.get(known.size() - 1).end = next;
                }
                put(next, step.userId(), null);
            }
        }
    }

    private void put(int point, String user, Row row) {
        rows.computeIfAbsent(user, u -> new TreeMap<>()).put(point, row);
    }

    Point point(int index) {
        return points.get(index);
    }

    /** The point after the turn that the given one is inside of, or itself. */
    int after(int point) {
        return lastPoint(points.get(point).version());
    }

    /** The last point of which everything had its answer before what was decided at the given one; -1 if none. */
    int answeredBefore(int point) {
        var of = points.get(point);
        return of.inside() ? firstPoint(of.version()) - 1 : point;
    }

    int firstPoint(int version) {
        return firstPoints[Math.min(version, versions.size())];
    }

    int lastPoint(int version) {
        return firstPoints[version + 1] - 1;
    }

    /** The step that leads to this point. */
    Step stepBefore(int point) {
        return points.get(point - 1).next();
    }

    /** The version of the turn that leads to this point. */
    int versionBefore(int point) {
        return points.get(point - 1).version();
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

    /** The first index from which on this is true, or the number of versions. */
    private int first(IntPredicate condition) {
        int low = 0;
        int high = versions.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (condition.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The user's row at a point, or null. */
    Row row(String user, int point) {
        var known = rows.get(user);
        var entry = known == null ? null : known.floorEntry(point);
        return entry == null ? null : entry.getValue();
    }

    /** In their order. */
    List<Stay> stays(String user) {
        return stays.getOrDefault(user, List.of());
    }

    Map<String, List<Stay>> stays() {
        return stays;
    }
}
