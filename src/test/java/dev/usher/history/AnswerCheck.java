package dev.usher.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * Holds the answers against the versions, for I7 and I8. Each answer needs a place in the order of the versions,
 * between its request and itself, such that what had ended before another began is not placed behind it. The versions
 * are the one order of all changes, so placing each action as early as it can be finds a common order if there is one.
 *
 * <p>Pure. Places are numbers: the turn of the version with index {@code i} is at {@code 2i}, and what is seen of it
 * until the next one at {@code 2i + 1}.
 */
final class AnswerCheck {
    private static final int NOWHERE = -1;
    private static final int ROUNDS = 20;

    /** @param decisive the action, it or one before it, which had to be placed there */
    private record Ended(long end, int place, Action decisive) {}

    private final List<Action> actions;
    private final Timeline timeline;
    private final Map<Action, Integer> earliest = new IdentityHashMap<>();
    private final Map<Action, Integer> latest = new IdentityHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private Stays stays;

    private AnswerCheck(EventHistory history) {
        actions = history.actions();
        timeline = new Timeline(history.versions());
    }

    static List<String> violations(EventHistory history) {
        var check = new AnswerCheck(history);
        for (int round = 0; round < ROUNDS; round++) {
            check.order();
            if (check.violations.isEmpty()) {
                break;
            }
        }
        return check.violations;
    }

    /**
     * Places them in the order of their starts; whatever ended before a start is placed by then. What one round finds
     * to be too early for an answer, or too late for those after it, the next one does not take for its stay's end.
     */
    private void order() {
        stays = new Stays(timeline, actions, new IdentityHashMap<>(earliest), new IdentityHashMap<>(latest));
        violations.clear();
        violations.addAll(stays.violations());
        var ended = new PriorityQueue<>(Comparator.comparingLong(Ended::end));
        int lowest = 0;
        Action decisive = null;
        List<Action> sorted = new ArrayList<>(actions);
        sorted.sort(Comparator.comparingLong(Action::start));
        for (var action : sorted) {
            while (!ended.isEmpty() && ended.peek().end() < action.start()) {
                var before = ended.poll();
                if (before.place() > lowest) {
                    lowest = before.place();
                    decisive = before.decisive();
                }
            }
            if (action.answer().kind().open()) {
                continue;
            }
            earliest.put(action, (lowest + 1) / 2);
            int place = place(action, lowest);
            if (place == NOWHERE) {
                violations.add(why(action));
                if (decisive != null && stays.ending(decisive) != null) {
                    latest.put(decisive, stays.ending(decisive) - 1);
                }
            } else {
                // Even what was decided within a turn was answered after it.
                ended.add(new Ended(action.end(), place | 1, (place | 1) > lowest ? action : decisive));
            }
        }
    }

    private int place(Action action, int lowest) {
        var span = timeline.currentWithin(action.start(), action.end());
        for (int place = Math.max(lowest, 2 * span.first()); place <= 2 * span.last() + 1; place++) {
            int index = place / 2;
            if (place % 2 == 0 ? stays.span(action).has(index) && withinTurn(action, index) : after(action, index)) {
                return place;
            }
        }
        return NOWHERE;
    }

    /** Whether the turn of this version may have given this answer. */
    private boolean withinTurn(Action action, int index) {
        var user = action.userId();
        return switch (action.answer().kind()) {
            case SEATED, WAITS -> begins(action, index) || stays.passes(user, index) && passedHere(action, index);
            case ALREADY_IN -> stays.passes(user, index);
            case LEFT -> leaves(action, index);
            case NOT_IN -> timeline.endings(user).contains(index) || stays.passes(user, index);
            case FULL -> fullWithin(index);
            case RESIZED -> action.answer().seen().equals(seen(index));
            case TOO_SMALL -> mayHaveTaken(index) > action.capacity();
            case SEEN, BUSY, NONE, STRANGE -> false;
        };
    }

    /** Whether this answer says how the event stood after this version. */
    private boolean after(Action action, int index) {
        var row = timeline.row(action.userId(), index);
        var state = timeline.version(index).after();
        return switch (action.answer().kind()) {
            case SEATED, WAITS ->
                action.key() != null
                        && Stays.isTold(action, row)
                        && action.key().equals(row.key());
            case ALREADY_IN ->
                row != null && row.registeredAt().equals(action.answer().registeredAt());
            case NOT_IN -> row == null;
            case FULL -> row == null && state.full();
            case SEEN -> action.answer().seen().equals(seen(index));
            case TOO_SMALL -> state.taken() > action.capacity();
            case LEFT, RESIZED, BUSY, NONE, STRANGE -> false;
        };
    }

    /** All stays that begin in a turn begin at the same time: one that is over may share it with one that goes on. */
    private boolean passedHere(Action action, int index) {
        return !stays.known(action)
                || timeline.beginnings(action.userId()).contains(index)
                        && Stays.isTold(action, timeline.row(action.userId(), index));
    }

    private boolean begins(Action action, int index) {
        var row = timeline.row(action.userId(), index);
        if (!timeline.beginnings(action.userId()).contains(index)
                || !Stays.isTold(action, row)
                || !Objects.equals(action.key(), row.key())) {
            return false;
        }
        if (action.answer().kind() == Answer.Kind.SEATED) {
            return row.ticket() == 0;
        }
        var rank = timeline.rank(row.ticket());
        int position = action.answer().position();
        return row.ticket() != 0
                && (rank == null || rank.best() <= position && position <= rank.worst() + stays.passing(index));
    }

    private boolean leaves(Action action, int index) {
        var ending = stays.ending(action);
        if (ending == null) {
            return stays.passes(action.userId(), index);
        }
        var promoted = action.answer().promoted();
        return ending == index && (promoted == null || promotes(promoted, index));
    }

    /** A row that is gone again, or made anew, shows no promotion. */
    private boolean promotes(String user, int index) {
        var row = timeline.row(user, index);
        return row != null && row.promoted() || timeline.endings(user).contains(index) || stays.passes(user, index);
    }

    /** Changes fold one after the other: it may have been full in between. */
    private boolean fullWithin(int index) {
        var version = timeline.version(index);
        var before = version.before();
        if (before == null || before.hasWaitlist() && version.after().hasWaitlist()) {
            return false;
        }
        int seats = Math.min(before.capacity(), version.after().capacity());
        return seats - mayHaveTaken(index) <= before.waiting();
    }

    private int mayHaveTaken(int index) {
        var before = timeline.version(index).before();
        int taken = before == null ? 0 : before.taken();
        return taken + timeline.arrivals(index) + timeline.promotions(index) + stays.passing(index);
    }

    private Answer.Seen seen(int index) {
        var state = timeline.version(index).after();
        return new Answer.Seen(state.capacity(), state.taken(), state.waiting());
    }

    private String why(Action action) {
        var rule =
                switch (action.answer().kind()) {
                    case FULL -> "I8";
                    case STRANGE -> "an answer that nobody should get";
                    default -> "I7";
                };
        var order = place(action, 0) == NOWHERE ? "" : " beside what was answered before it was sent";
        var span = timeline.currentWithin(action.start(), action.end());
        return rule + ": no version between this request and its answer makes it true" + order + ": " + action
                + ", versions " + number(span.first()) + " to " + number(span.last()) + told(action);
    }

    private String told(Action action) {
        return timeline.beginnings(action.userId()).stream()
                .filter(index -> Stays.isTold(action, timeline.row(action.userId(), index)))
                .map(index -> {
                    var row = timeline.row(action.userId(), index);
                    return ", its stay began in version " + number(index) + " as " + row + " with the place "
                            + timeline.rank(row.ticket());
                })
                .collect(Collectors.joining());
    }

    private long number(int index) {
        return timeline.version(Math.max(0, Math.min(index, timeline.last())))
                .after()
                .version();
    }
}
