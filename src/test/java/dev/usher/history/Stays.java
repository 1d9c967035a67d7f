package dev.usher.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which stay each answer is about: a stay begins with a registration, and ends when the user is out. Each began and
 * ended because somebody asked for it, and no end is told to two.
 */
final class Stays {
    private final Timeline timeline;
    private final Map<Action, Integer> earliest;
    private final Map<Action, Integer> latest;
    private final Map<String, List<Action>> byUser;
    private final Map<Action, Timeline.Span> spans = new IdentityHashMap<>();
    private final Map<Action, Integer> endings = new IdentityHashMap<>();
    private final Set<Stay> known = new HashSet<>();
    private final List<String> violations = new ArrayList<>();

    private record Stay(String user, String registeredAt) {}

    /**
     * @param earliest for some actions, the first version that can be theirs
     * @param latest for some actions, the last version that can be the end of their stay
     */
    Stays(Timeline timeline, List<Action> actions, Map<Action, Integer> earliest, Map<Action, Integer> latest) {
        this.timeline = timeline;
        this.earliest = earliest;
        this.latest = latest;
        byUser = actions.stream()
                .filter(action -> action.userId() != null)
                .collect(Collectors.groupingBy(Action::userId));
        actions.forEach(action -> spans.put(action, timeline.committedWithin(action.start(), action.mayHappenUntil())));
        Set<String> users = new TreeSet<>(byUser.keySet());
        for (int i = 0; i <= timeline.last(); i++) {
            timeline.version(i).rows().forEach(change -> users.add(Timeline.user(change)));
        }
        users.forEach(this::ended);
        users.forEach(this::began);
    }

    List<String> violations() {
        return violations;
    }

    /** The versions in which the action may have had its effect. */
    Timeline.Span span(Action action) {
        return spans.get(action);
    }

    /** The version in which the stay ended that this answer is about, or null when its end shows in no row. */
    Integer ending(Action left) {
        return endings.get(left);
    }

    /** Whether a stay that began at this time is known, to be told of it. */
    boolean known(Action told) {
        return known.contains(new Stay(told.userId(), told.answer().registeredAt()));
    }

    /** Whether a user may have come and gone within the turn of this version, which no row shows. */
    boolean passes(String user, int index) {
        boolean comes = false;
        boolean goes = false;
        for (var action : byUser.getOrDefault(user, List.of())) {
            if (action.answer().kind().mayChange() && span(action).has(index)) {
                comes |= action.act() == Act.REGISTER;
                goes |= action.act() == Act.UNREGISTER;
            }
        }
        return comes && goes;
    }

    /** How many may have come and gone within the turn of this version. */
    int passing(int index) {
        return (int)
                byUser.keySet().stream().filter(user -> passes(user, index)).count();
    }

    static boolean isTold(Action action, Row row) {
        var kind = action.answer().kind();
        return (kind == Answer.Kind.SEATED || kind == Answer.Kind.WAITS)
                && row != null
                && row.registeredAt().equals(action.answer().registeredAt());
    }

    /** The answer that came first takes the first end that it can be about. */
    private void ended(String user) {
        var told = actions(user, Act.UNREGISTER);
        told.removeIf(action -> action.answer().kind() != Answer.Kind.LEFT);
        var open = open(user, Act.UNREGISTER);
        for (int index : timeline.endings(user)) {
            var first = told.stream()
                    .filter(action -> span(action).has(index)
                            && index >= earliest.getOrDefault(action, 0)
                            && index <= latest.getOrDefault(action, index))
                    .min(Comparator.comparingLong(Action::end));
            if (first.isPresent()) {
                endings.put(first.get(), index);
                told.remove(first.get());
            } else if (!takeOne(open, index)) {
                violations.add(at(index) + user + " is out, and nobody asked for it");
            }
        }
    }

    private void began(String user) {
        var open = open(user, Act.REGISTER);
        for (int index : timeline.beginnings(user)) {
            var row = timeline.row(user, index);
            known.add(new Stay(user, row.registeredAt()));
            long told = actions(user, Act.REGISTER).stream()
                    .filter(action -> isTold(action, row) && Objects.equals(action.key(), row.key()))
                    .count();
            if (told > 1 && row.key() == null && !passes(user, index)) {
                violations.add("I7: " + told + " requests without a key were answered with one stay, " + row);
            }
            var sameKey = new ArrayList<>(open);
            sameKey.removeIf(action -> !Objects.equals(action.key(), row.key()));
            if (told == 0 && !takeOne(sameKey, index)) {
                violations.add(at(index) + user + " is in, and nobody asked for it: " + row);
            }
            open.removeIf(action -> Objects.equals(action.key(), row.key()) && !sameKey.contains(action));
        }
    }

    private boolean takeOne(List<Action> open, int index) {
        var first = open.stream().filter(action -> span(action).has(index)).findFirst();
        first.ifPresent(open::remove);
        return first.isPresent();
    }

    private List<Action> actions(String user, Act act) {
        return byUser.getOrDefault(user, List.of()).stream()
                .filter(action -> action.act() == act)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private List<Action> open(String user, Act act) {
        var actions = actions(user, act);
        actions.removeIf(action -> !action.answer().kind().open());
        return actions;
    }

    private String at(int index) {
        return "version " + timeline.version(index).after().version() + ": ";
    }
}
