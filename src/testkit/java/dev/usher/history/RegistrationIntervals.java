package dev.usher.history;

import dev.usher.history.Answer.Kind;
import dev.usher.history.Timeline.Stay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Which stay each answer is about. Each stay began and ended because of one request, and no request did so twice: a
 * matching of requests and stays for each user.
 */
final class RegistrationIntervals {
    private final Timeline timeline;
    private final Map<Action, Integer> earliest;
    private final Map<Action, Integer> latest;
    private final Map<String, List<Action>> byUser;
    private final Map<Action, Stay> begun = new IdentityHashMap<>();
    private final Map<Action, Stay> ended = new IdentityHashMap<>();
    private final List<String> violations = new ArrayList<>();

    /**
     * @param earliest for some actions, the first version that can be theirs
     * @param latest for some actions, the last version that can be the end of their stay
     */
    RegistrationIntervals(
            Timeline timeline, List<Action> actions, Map<Action, Integer> earliest, Map<Action, Integer> latest) {
        this.timeline = timeline;
        this.earliest = earliest;
        this.latest = latest;
        byUser = actions.stream()
                .filter(action -> action.userId() != null)
                .collect(Collectors.groupingBy(Action::userId));
        Set<String> users = new TreeSet<>(byUser.keySet());
        users.addAll(timeline.stays().keySet());
        users.forEach(user -> {
            begin(user);
            end(user);
        });
    }

    List<String> violations() {
        return violations;
    }

    /** The stay that this request began, as far as its answer has to name one that no other answer names. */
    Stay begun(Action action) {
        return begun.get(action);
    }

    /** The stay that this request ended, or null. */
    Stay ended(Action action) {
        return ended.get(action);
    }

    static boolean shows(Action action, Row row) {
        var kind = action.answer().kind();
        return (kind == Kind.SEATED || kind == Kind.WAITS)
                && row != null
                && row.registeredAt().equals(action.answer().registeredAt())
                && Objects.equals(action.key(), row.key());
    }

    private boolean mayHaveDone(Action action, int version) {
        var committed = timeline.version(version);
        boolean open = action.answer().kind().open();
        return committed.notAfter() >= action.start()
                && (open || committed.notBefore() <= action.end())
                && (action.answer().kind() != Kind.BUSY || committed.planned() <= action.end());
    }

    private void begin(String user) {
        var requests = actions(user, Act.REGISTER);
        var told = requests.stream()
                .filter(action ->
                        action.key() == null && !action.answer().kind().open())
                .filter(action -> action.answer().registeredAt() != null
                        && action.answer().kind() != Kind.ALREADY_IN)
                .toList();
        var open = requests.stream()
                .filter(action -> action.answer().kind().open())
                .toList();
        var unexplained = timeline.stays(user).stream()
                .filter(stay -> stay.row().key() == null
                        || requests.stream()
                                .noneMatch(action -> shows(action, stay.row())
                                        && mayHaveDone(action, timeline.versionBefore(stay.begin()))))
                .toList();
        var left = match(unexplained, told, open, begun, (stay, action) -> {
            boolean fits = action.answer().kind().open()
                    ? Objects.equals(action.key(), stay.row().key())
                    : shows(action, stay.row())
                            && stay.position() == action.answer().position();
            return fits && mayHaveDone(action, timeline.versionBefore(stay.begin()));
        });
        left.forEach(
                stay -> violations.add(at(stay.begin()) + user + " is in, and nobody asked for it: " + stay.row()));
    }

    private void end(String user) {
        var requests = actions(user, Act.UNREGISTER);
        var told = requests.stream()
                .filter(action -> action.answer().kind() == Kind.LEFT)
                .toList();
        var open = requests.stream()
                .filter(action -> action.answer().kind().open())
                .toList();
        var stays = timeline.stays(user).stream().filter(Stay::ended).toList();
        var left = match(stays, told, open, ended, (stay, action) -> {
            int version = timeline.versionBefore(stay.end());
            return mayHaveDone(action, version)
                    && version >= earliest.getOrDefault(action, 0)
                    && version <= latest.getOrDefault(action, version)
                    && (action.answer().kind().open()
                            || promotes(stay, action.answer().promoted()));
        });
        left.forEach(stay -> violations.add(at(stay.end()) + user + " is out, and nobody asked for it"));
    }

    /** The head of the waitlist gets a seat in the next step. */
    private boolean promotes(Stay stay, String promoted) {
        var next = timeline.point(stay.end()).next();
        boolean handedOn = next != null && next.kind() == Step.Kind.PROMOTED;
        return promoted == null
                ? !handedOn || timeline.row(stay.row().userId(), stay.end() - 1).waits()
                : handedOn && next.userId().equals(promoted);
    }

    /**
     * Finds a stay for each request that was told of one, and then a request for each stay that is left.
     *
     * @return the stays that are left without any
     */
    private static List<Stay> match(
            List<Stay> stays,
            List<Action> told,
            List<Action> open,
            Map<Action, Stay> found,
            BiPredicate<Stay, Action> fits) {
        Map<Stay, Action> taken = new IdentityHashMap<>();
        told.stream()
                .sorted(Comparator.comparingLong(Action::end))
                .forEach(action -> augment(action, stays, taken, fits, identitySet()));
        List<Action> all = new ArrayList<>(told);
        all.addAll(open);
        taken.forEach((stay, action) -> found.put(action, stay));
        var left = new ArrayList<Stay>();
        for (var stay : stays) {
            if (!taken.containsKey(stay) && !augment(stay, all, found, fits, identitySet())) {
                left.add(stay);
            }
        }
        return left;
    }

    private static boolean augment(
            Action action, List<Stay> stays, Map<Stay, Action> taken, BiPredicate<Stay, Action> fits, Set<Stay> seen) {
        for (var stay : stays) {
            if (fits.test(stay, action) && seen.add(stay)) {
                var other = taken.get(stay);
                if (other == null || augment(other, stays, taken, fits, seen)) {
                    taken.put(stay, action);
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean augment(
            Stay stay,
            List<Action> actions,
            Map<Action, Stay> taken,
            BiPredicate<Stay, Action> fits,
            Set<Action> seen) {
        for (var action : actions) {
            if (fits.test(stay, action) && seen.add(action)) {
                var other = taken.get(action);
                if (other == null || augment(other, actions, taken, fits, seen)) {
                    taken.put(action, stay);
                    return true;
                }
            }
        }
        return false;
    }

    private static <T> Set<T> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private List<Action> actions(String user, Act act) {
        return byUser.getOrDefault(user, List.of()).stream()
                .filter(action -> action.act() == act)
                .toList();
    }

    private String at(int point) {
        return "version "
                + timeline.version(timeline.versionBefore(point)).after().version() + ": ";
    }
}
