package dev.usher.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The begins, or the ends, of one user's stays, matched with the requests that caused them. Each of these points has
 * exactly one cause, and no request causes two. An answered request caused one of its candidate points, which may be a
 * point that needs no cause; a request without an answer may have caused any point that fits it, or none.
 */
final class StayMatching {
    private final List<Integer> points;
    private final List<Action> answered;
    private final List<Action> unanswered;
    private final BiPredicate<Action, Integer> fits;
    private final IntFunction<String> withoutCause;

    /**
     * @param fits whether a request may have caused a point, its answer aside
     * @param withoutCause the violation when a point has no cause
     */
    StayMatching(
            List<Integer> points,
            List<Action> answered,
            List<Action> unanswered,
            BiPredicate<Action, Integer> fits,
            IntFunction<String> withoutCause) {
        this.points = List.copyOf(points);
        this.answered = new ArrayList<>(answered);
        this.unanswered = new ArrayList<>(unanswered);
        this.fits = fits;
        this.withoutCause = withoutCause;
    }

    List<Action> answered() {
        return answered;
    }

    /** From here on the answer of this request counts for nothing. */
    void disregard(Action request) {
        if (answered.removeIf(action -> action == request)) {
            unanswered.add(request);
        }
    }

    /** One sentence for each point without a cause. */
    List<String> violations(Candidates candidates) {
        var causes = causes(candidates);
        return points.stream()
                .filter(point -> !causes.containsKey(point))
                .map(withoutCause::apply)
                .toList();
    }

    /** An answered request that finds no point of its own, or null. */
    Action unmatched(Candidates candidates) {
        var matched = matched(causes(candidates));
        return answered.stream()
                .filter(action -> !matched.contains(action))
                .findFirst()
                .orElse(null);
    }

    /** Whether every point has a cause, and every answered request a point, when this request takes this point. */
    boolean allows(Action request, int point, Candidates candidates) {
        var causes = causes(action -> action == request ? new int[] {point} : candidates.of(action));
        return causes.keySet().containsAll(points) && matched(causes).containsAll(answered);
    }

    private static Set<Action> matched(Map<Integer, Action> causes) {
        Set<Action> matched = identitySet();
        matched.addAll(causes.values());
        return matched;
    }

    /** The largest matching of the answered requests, extended to as many points as possible. */
    private Map<Integer, Action> causes(Candidates candidates) {
        Map<Integer, Action> causes = new TreeMap<>();
        answered.forEach(action -> findPoint(action, causes, candidates, new HashSet<>()));
        points.stream()
                .filter(point -> !causes.containsKey(point))
                .toList()
                .forEach(point -> findCause(point, causes, candidates, identitySet()));
        return causes;
    }

    private boolean findPoint(Action action, Map<Integer, Action> causes, Candidates candidates, Set<Integer> seen) {
        for (int point : candidates.of(action)) {
            if (seen.add(point)) {
                var other = causes.get(point);
                if (other == null || findPoint(other, causes, candidates, seen)) {
                    causes.put(point, action);
                    return true;
                }
            }
        }
        return false;
    }

    /** Moves causes along a path that begins at the point; every request that was matched stays matched. */
    private boolean findCause(int point, Map<Integer, Action> causes, Candidates candidates, Set<Action> seen) {
        var possible = Stream.concat(
                        unanswered.stream().filter(action -> fits.test(action, point)),
                        answered.stream().filter(action -> Candidates.contains(candidates.of(action), point)))
                .toList();
        for (var action : possible) {
            if (seen.add(action)) {
                var other = causes.keySet().stream()
                        .filter(each -> causes.get(each) == action)
                        .findFirst();
                other.ifPresent(causes::remove);
                causes.put(point, action);
                if (other.isEmpty()
                        || !points.contains(other.get())
                        || findCause(other.get(), causes, candidates, seen)) {
                    return true;
                }
                causes.remove(point);
                causes.put(other.get(), action);
            }
        }
        return false;
    }

    private static Set<Action> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
