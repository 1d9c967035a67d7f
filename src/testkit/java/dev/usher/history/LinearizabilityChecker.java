package dev.usher.history;

import dev.usher.history.Answer.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Checks the answers against the serial history, for I7 and I8. Each answer needs a point of the history, between its
 * request and itself, at which it is true, such that an action that ended before another began is not placed behind it.
 * The history is the one order of all changes, so placing each action as early as possible finds a common order if
 * there is one. Pure.
 */
final class LinearizabilityChecker {
    private static final int NOWHERE = -1;
    private static final int ROUNDS = 20;

    /** @param decisive the action, it or one before it, which had to be placed there */
    private record Ended(long end, int point, Action decisive) {}

    private final List<Action> actions;
    private final Timeline timeline;
    private final Map<Action, Integer> earliest = new IdentityHashMap<>();
    private final Map<Action, Integer> latest = new IdentityHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private RegistrationIntervals intervals;

    private LinearizabilityChecker(EventHistory history) {
        actions = history.actions().stream()
                .sorted(Comparator.comparingLong(Action::start))
                .toList();
        timeline = new Timeline(history.versions());
    }

    static List<String> violations(EventHistory history) {
        var checker = new LinearizabilityChecker(history);
        for (int round = 0; round < ROUNDS; round++) {
            checker.order();
            if (checker.violations.isEmpty()) {
                break;
            }
        }
        return checker.violations;
    }

    /**
     * Places the actions in the order of their starts; whatever ended before a start is placed by then. What one round
     * finds to be too early for an answer, or too late for those after it, the next one does not take for its stay's
     * end.
     */
    private void order() {
        intervals = new RegistrationIntervals(
                timeline, actions, new IdentityHashMap<>(earliest), new IdentityHashMap<>(latest));
        violations.clear();
        violations.addAll(intervals.violations());
        var ended = new PriorityQueue<>(Comparator.comparingLong(Ended::end));
        int lowest = 0;
        Action decisive = null;
        for (var action : actions) {
            while (!ended.isEmpty() && ended.peek().end() < action.start()) {
                var before = ended.poll();
                if (before.point() > lowest) {
                    lowest = before.point();
                    decisive = before.decisive();
                }
            }
            if (action.answer().kind().open()) {
                continue;
            }
            earliest.put(
                    action,
                    timeline.point(lowest).version() + (timeline.point(lowest).inside() ? 0 : 1));
            int point = place(action, lowest);
            if (point == NOWHERE) {
                violations.add(why(action));
                if (decisive != null && intervals.ended(decisive) != null) {
                    latest.put(
                            decisive,
                            timeline.versionBefore(intervals.ended(decisive).end()) - 1);
                }
            } else {
                // Even what was decided inside a turn was answered after it.
                int after = timeline.after(point);
                ended.add(new Ended(action.end(), after, after > lowest ? action : decisive));
            }
        }
    }

    private int place(Action action, int lowest) {
        var current = timeline.currentWithin(action.start(), action.end());
        var committed = timeline.committedWithin(action.start(), action.end());
        int last = timeline.lastPoint(Math.min(current.last(), timeline.last()));
        for (int index = Math.max(lowest, timeline.firstPoint(current.first())); index <= last; index++) {
            var point = timeline.point(index);
            if ((!point.inside() || committed.has(point.version())) && isTrue(action, index, point)) {
                return index;
            }
        }
        return NOWHERE;
    }

    private boolean isTrue(Action action, int index, Timeline.Point point) {
        var answer = action.answer();
        var row = timeline.row(action.userId(), index);
        return switch (answer.kind()) {
            case SEATED, WAITS -> registered(action, row, index);
            case ALREADY_IN ->
                row != null
                        && row.registeredAt().equals(answer.registeredAt())
                        && (action.key() == null || !action.key().equals(row.key()));
            case LEFT ->
                intervals.ended(action) != null && intervals.ended(action).end() == index;
            case NOT_IN -> row == null;
            case FULL -> row == null && any(index, state -> isOpen(state) && state.full() && !state.hasWaitlist());
            case WAITLIST_FULL ->
                row == null && any(index, state -> isOpen(state) && state.full() && state.hasWaitlist());
            case CLOSED -> row == null && any(index, state -> state.closed() && !state.cancelled());
            case CANCELLED -> row == null && any(index, State::cancelled);
            case TOO_SMALL -> point.state().taken() > action.capacity();
            case RESIZED -> resized(action, point);
            case CALLED_OFF -> point.state().cancelled() && answer.seen().equals(seen(point.state()));
            case SEEN -> !point.inside() && answer.seen().equals(seen(point.state()));
            case BUSY, NONE, STRANGE -> false;
        };
    }

    private boolean any(int index, Predicate<State> condition) {
        return timeline.states(index).stream().anyMatch(condition);
    }

    private static boolean isOpen(State state) {
        return !state.closed() && !state.cancelled();
    }

    /** As a new registration, or, with its key, as one that an earlier request made. */
    private boolean registered(Action action, Row row, int index) {
        if (!RegistrationIntervals.shows(action, row)) {
            return false;
        }
        if (action.key() == null) {
            var stay = intervals.begun(action);
            return stay != null
                    && stay.begin() == index
                    && stay.position() == action.answer().position();
        }
        boolean seated = action.answer().kind() == Kind.SEATED;
        int position = action.answer().position();
        return row.seated() == seated && (position == 0 || position <= position(row, index));
    }

    /** The position that the row's ticket had at first. */
    private int position(Row row, int index) {
        return timeline.stays(row.userId()).stream()
                .filter(stay -> stay.begin() <= index && index < stay.end())
                .mapToInt(Timeline.Stay::position)
                .findFirst()
                .orElse(0);
    }

    /** Where several requests change the event in one turn, each shows its own capacity. */
    private boolean resized(Action action, Timeline.Point point) {
        var version = timeline.version(point.version());
        var asked = new Answer.Seen(
                action.capacity(), point.state().taken(), point.state().waiting());
        return action.answer().seen().equals(asked)
                && (version.after().capacity() == action.capacity()
                        || actions.stream()
                                .anyMatch(other -> other != action
                                        && other.act() == Act.RESIZE
                                        && other.capacity() == version.after().capacity()
                                        && other.start() <= version.notAfter()));
    }

    private static Answer.Seen seen(State state) {
        return new Answer.Seen(state.capacity(), state.taken(), state.waiting());
    }

    private String why(Action action) {
        var rule =
                switch (action.answer().kind()) {
                    case FULL, WAITLIST_FULL, CLOSED, CANCELLED, ALREADY_IN, NOT_IN, TOO_SMALL -> "I8";
                    case STRANGE -> "an answer that nobody should get";
                    default -> "I7";
                };
        var order = place(action, 0) == NOWHERE ? "" : " beside what was answered before it was sent";
        var span = timeline.currentWithin(action.start(), action.end());
        return rule + ": no version between this request and its answer makes it true" + order + ": " + action
                + ", versions " + number(span.first()) + " to " + number(span.last())
                + surroundings(action, span);
    }

    /** The steps of these versions that concern the same user, and the user's other requests meanwhile. */
    private String surroundings(Action action, Timeline.Span span) {
        var text = new StringBuilder();
        for (int index = Math.max(0, span.first()); index <= Math.min(span.last(), timeline.last()); index++) {
            var version = timeline.version(index);
            text.append("\n    version ")
                    .append(version.after().version())
                    .append(" committed ")
                    .append(version.notBefore())
                    .append(" to ")
                    .append(version.notAfter())
                    .append(' ')
                    .append(version.fold());
        }
        actions.stream()
                .filter(other -> other != action && Objects.equals(other.userId(), action.userId()))
                .filter(other -> other.start() <= action.end() && other.mayHappenUntil() >= action.start())
                .forEach(other -> text.append("\n    beside ").append(other));
        return text.toString();
    }

    private long number(int index) {
        return timeline.version(Math.max(0, Math.min(index, timeline.last())))
                .after()
                .version();
    }
}
