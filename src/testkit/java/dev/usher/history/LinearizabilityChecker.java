package dev.usher.history;

import dev.usher.history.Answer.Kind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks the answers against the serial history, for I7 and I8. Each answer needs a point of the history, between its
 * request and itself, at which it is true, such that all answers have a common order. Pure.
 */
final class LinearizabilityChecker {
    private final EventHistory history;
    private final List<Action> actions;
    private final Timeline timeline;
    private final RegistrationIntervals intervals;

    private LinearizabilityChecker(EventHistory history) {
        this.history = history;
        actions = history.actions();
        timeline = new Timeline(history.versions());
        intervals = new RegistrationIntervals(timeline, actions);
    }

    static List<String> violations(EventHistory history) {
        return new LinearizabilityChecker(history).violations();
    }

    private List<String> violations() {
        List<String> violations = new ArrayList<>();
        Map<Action, int[]> candidates = new IdentityHashMap<>();
        for (var action : actions) {
            if (!action.answer().kind().open()) {
                candidates.put(action, candidates(action));
            }
        }
        var order = new DecisionOrder(timeline, candidates, intervals.matchings());
        for (var contradiction : order.contradictions()) {
            if (contradiction.request() == null) {
                violations.addAll(contradiction.matching().violations(candidates::get));
            } else {
                violations.add(why(contradiction.request(), candidates.get(contradiction.request()).length > 0));
            }
        }
        return violations;
    }

    private int[] candidates(Action action) {
        var current = timeline.currentWithin(action.start(), action.end());
        var committed = timeline.committedWithin(action.start(), action.end());
        int last = timeline.lastPoint(Math.min(current.last(), timeline.last()));
        return IntStream.rangeClosed(timeline.firstPoint(current.first()), last)
                .filter(index -> {
                    var point = timeline.point(index);
                    return (!point.inside() || committed.has(point.version())) && isTrue(action, index, point);
                })
                .toArray();
    }

    private boolean isTrue(Action action, int index, Timeline.Point point) {
        var answer = action.answer();
        var row = timeline.row(action.userId(), index);
        return switch (answer.kind()) {
            case SEATED, WAITS -> registered(action, row, index);
            case ALREADY_IN ->
                row != null
                        && (row.seated() || action.act() != OperationKind.INVITE)
                        && row.registeredAt().equals(answer.registeredAt())
                        && (action.key() == null || !action.key().equals(row.key()));
            case LEFT -> intervals.ends(action, index);
            case CONFIRMED ->
                row != null
                        && row.seated()
                        && row.confirmBy() == null
                        && row.registeredAt().equals(answer.registeredAt());
            case NO_SEAT_YET -> row != null && row.waits();
            case NOT_IN -> row == null;
            case FULL -> row == null && any(index, state -> isFull(state, action) && !state.hasWaitlist());
            case WAITLIST_FULL -> row == null && any(index, state -> isFull(state, action) && state.hasWaitlist());
            case CLOSED ->
                row == null && any(index, state -> !state.cancelled() && !state.openAt(history.latest(action)));
            case CANCELLED ->
                (row == null || row.waits() && action.act() == OperationKind.INVITE) && any(index, State::cancelled);
            case TOO_SMALL -> point.state().taken() > action.capacity();
            case RESIZED -> resized(action, point);
            case CALLED_OFF -> point.state().cancelled() && answer.seen().equals(seen(point.state()));
            case REINSTATED -> !point.state().cancelled() && answer.seen().equals(seen(point.state()));
            case OVER -> point.state().cancelled() && point.state().startedAt(history.latest(action));
            case SEEN -> !point.inside() && answer.seen().equals(seen(point.state()));
            case BUSY, NONE, STRANGE -> false;
        };
    }

    private boolean any(int index, Predicate<State> condition) {
        return timeline.states(index).stream().anyMatch(condition);
    }

    /** At the beginning of the request, or from when on the event promotes no more. */
    private boolean isFull(State state, Action action) {
        return Stream.of(history.earliest(action), state.promotesUntil())
                .filter(moment -> moment != null
                        && !moment.isBefore(history.earliest(action))
                        && !moment.isAfter(history.latest(action)))
                .anyMatch(moment -> state.openAt(moment) && state.fullAt(moment));
    }

    /** As a new registration, or, with its key, as one that an earlier request made. */
    private boolean registered(Action action, Row row, int index) {
        if (!RegistrationIntervals.shows(action, row)) {
            return false;
        }
        if (action.key() == null) {
            return intervals.begins(action, index);
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
                                        && other.act() == OperationKind.RESIZE
                                        && other.capacity() == version.after().capacity()
                                        && other.start() <= version.notAfter()));
    }

    private static Answer.Seen seen(State state) {
        return new Answer.Seen(state.capacity(), state.taken(), state.waiting());
    }

    private String why(Action action, boolean trueSomewhere) {
        var rule =
                switch (action.answer().kind()) {
                    case FULL, WAITLIST_FULL, CLOSED, CANCELLED, OVER, ALREADY_IN, NOT_IN, NO_SEAT_YET, TOO_SMALL ->
                        "I8";
                    case STRANGE -> "an answer that nobody should get";
                    default -> "I7";
                };
        var order = trueSomewhere ? " beside what was answered before it was sent" : "";
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
