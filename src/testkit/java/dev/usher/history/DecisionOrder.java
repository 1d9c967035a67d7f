package dev.usher.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Searches, for each answered request, the point of the history at which it was decided, such that no request was
 * decided after one that was sent when it had its answer, and the matchings of stays and requests are complete. Removes
 * the candidates that no solution contains until nothing changes, then tries what is left open. Exact: contradicts a
 * history only if it has no such order.
 */
final class DecisionOrder {
    private static final int MAX_TRIALS = 100_000;
    private static final int[] NONE = {};

    /**
     * Either a request for which there is no point, or a matching in which a point has no cause.
     *
     * @param request or null
     * @param matching or null
     */
    record Contradiction(Action request, StayMatching matching) {}

    private final Timeline timeline;
    private final List<Action> byStart;
    private final List<Action> byEnd;
    private final List<StayMatching> matchings;
    private Map<Action, int[]> candidates;
    private int trials;

    /** @param candidates for each answered request, at least one */
    DecisionOrder(Timeline timeline, Map<Action, int[]> candidates, List<StayMatching> matchings) {
        this.timeline = timeline;
        this.candidates = new IdentityHashMap<>(candidates);
        this.matchings = new ArrayList<>(matchings);
        byStart = new ArrayList<>(candidates.keySet());
        byStart.sort(Comparator.comparingLong(Action::start));
        byEnd = new ArrayList<>(byStart);
        byEnd.sort(Comparator.comparingLong(Action::end));
    }

    /** In the order in which they are found; a contradiction that only trials show comes alone. */
    List<Contradiction> contradictions() {
        List<Contradiction> contradictions = new ArrayList<>();
        for (var found = narrow(); found != null; found = narrow()) {
            contradictions.add(found);
            disregard(found);
        }
        if (contradictions.isEmpty()) {
            Stream.ofNullable(decide()).forEach(contradictions::add);
        }
        return contradictions;
    }

    private void disregard(Contradiction found) {
        matchings.remove(found.matching());
        byStart.removeIf(action -> action == found.request());
        byEnd.removeIf(action -> action == found.request());
        matchings.forEach(matching -> matching.disregard(found.request()));
    }

    private Contradiction decide() {
        var open = matchings.stream()
                .flatMap(matching -> matching.answered().stream())
                .filter(action -> candidates.get(action).length > 1)
                .min(Comparator.comparingLong(Action::start));
        if (open.isEmpty()) {
            return null;
        }
        var before = candidates;
        Contradiction contradiction = null;
        for (int point : before.get(open.get())) {
            if (++trials > MAX_TRIALS) {
                throw new IllegalStateException("undecided after " + MAX_TRIALS + " trials: " + open.get());
            }
            candidates = new IdentityHashMap<>(before);
            candidates.put(open.get(), new int[] {point});
            contradiction = narrow();
            if (contradiction == null) {
                contradiction = decide();
            }
            if (contradiction == null) {
                return null;
            }
        }
        return contradiction;
    }

    /** @return what leaves no solution, or null when every request keeps a candidate */
    private Contradiction narrow() {
        Contradiction contradiction = null;
        for (boolean changed = true; changed && contradiction == null; ) {
            changed = raise() | lower();
            contradiction = withoutCandidate();
            if (contradiction == null) {
                contradiction = incomplete();
            }
            if (contradiction == null && match()) {
                changed = true;
                contradiction = withoutCandidate();
            }
        }
        return contradiction;
    }

    private Contradiction withoutCandidate() {
        return byStart.stream()
                .filter(action -> candidates.get(action).length == 0)
                .findFirst()
                .map(action -> new Contradiction(action, null))
                .orElse(null);
    }

    private Contradiction incomplete() {
        for (var matching : matchings) {
            var unmatched = matching.unmatched(this::candidates);
            if (unmatched != null) {
                return new Contradiction(unmatched, null);
            }
            if (!matching.violations(this::candidates).isEmpty()) {
                return new Contradiction(null, matching);
            }
        }
        return null;
    }

    /** Nothing is decided before what had its answer when it was sent. */
    private boolean raise() {
        boolean changed = false;
        int lowest = 0;
        int ended = 0;
        for (var action : byStart) {
            for (; byEnd.get(ended).end() < action.start(); ended++) {
                int[] points = candidates.get(byEnd.get(ended));
                lowest = points.length == 0 ? lowest : Math.max(lowest, timeline.after(points[0]));
            }
            changed |= keep(action, lowest, Integer.MAX_VALUE);
        }
        return changed;
    }

    /** Nothing is decided after what was sent when it had its answer. */
    private boolean lower() {
        boolean changed = false;
        int highest = Integer.MAX_VALUE;
        int started = byStart.size() - 1;
        for (int i = byEnd.size() - 1; i >= 0; i--) {
            var action = byEnd.get(i);
            for (; byStart.get(started).start() > action.end(); started--) {
                int[] points = candidates.get(byStart.get(started));
                highest = points.length == 0
                        ? highest
                        : Math.min(highest, timeline.answeredBefore(points[points.length - 1]));
            }
            changed |= keep(action, 0, highest);
        }
        return changed;
    }

    private boolean match() {
        boolean changed = false;
        for (var matching : matchings) {
            for (var action : matching.answered()) {
                changed |= candidates.get(action).length > 1
                        && keep(action, point -> matching.allows(action, point, this::candidates));
            }
        }
        return changed;
    }

    private boolean keep(Action action, int first, int last) {
        int[] points = candidates.get(action);
        return points.length > 0
                && (points[0] < first || points[points.length - 1] > last)
                && keep(action, point -> first <= point && point <= last);
    }

    private boolean keep(Action action, IntPredicate kept) {
        int[] before = candidates.get(action);
        int[] after = Arrays.stream(before).filter(kept).toArray();
        candidates.put(action, after);
        return after.length < before.length;
    }

    private int[] candidates(Action action) {
        return candidates.getOrDefault(action, NONE);
    }
}
