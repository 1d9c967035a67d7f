package dev.usher.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A history written by hand. Turns are told step by step and committed at a moment; the counts follow from the steps,
 * right or wrong as these may be. A stay's registeredAt is its user's name and the moment.
 */
final class Story {
    private final List<Version> versions = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, Change<Row>> changed = new HashMap<>();
    private final List<Change<Place>> line = new ArrayList<>();
    private State state;
    private int capacity;
    private long lastTicket;
    private long floor;

    Story(int capacity, boolean hasWaitlist) {
        this.capacity = capacity;
        state = new State(0, capacity, hasWaitlist, 0, 0, 0, 0);
        versions.add(new Version(null, state, List.of(), List.of(), -1, 0));
    }

    Story seat(String user, String registeredAt, String key) {
        return put(new Row(user, true, 0, false, registeredAt, key));
    }

    Story seat(String user, String registeredAt) {
        return seat(user, registeredAt, null);
    }

    Story join(String user, String registeredAt) {
        return join(user, registeredAt, ++lastTicket);
    }

    Story join(String user, String registeredAt, long ticket) {
        line.add(new Change<>(null, new Place(ticket, user, false)));
        return put(new Row(user, false, ticket, false, registeredAt, null));
    }

    Story leave(String user) {
        var row = rows.remove(user);
        changed.put(user, new Change<>(row, null));
        if (!row.seated()) {
            var place = new Place(row.ticket(), user, false);
            line.add(new Change<>(place, new Place(row.ticket(), user, true)));
        }
        return this;
    }

    Story promote(String user) {
        var row = rows.get(user);
        floor = Math.max(floor, row.ticket());
        return put(new Row(user, true, row.ticket(), true, row.registeredAt(), row.key()));
    }

    Story resize(int seats) {
        capacity = seats;
        return this;
    }

    private Story put(Row row) {
        changed.put(row.userId(), new Change<>(rows.put(row.userId(), row), row));
        return this;
    }

    /** Ends the turn: it was committed between the moment before and the moment after. */
    Story commit(long moment) {
        return commit(moment, after -> after);
    }

    Story commit(long moment, UnaryOperator<State> wrong) {
        int seated = (int) rows.values().stream().filter(Row::seated).count();
        var after = wrong.apply(new State(
                state.version() + 1, capacity, state.hasWaitlist(), seated, rows.size() - seated, lastTicket, floor));
        versions.add(new Version(state, after, List.copyOf(changed.values()), line, moment - 1, moment + 1));
        state = after;
        changed.clear();
        line.clear();
        return this;
    }

    Story register(long start, long end, String user, Answer answer) {
        return register(start, end, user, null, answer);
    }

    Story register(long start, long end, String user, String key, Answer answer) {
        return ask(start, end, Act.REGISTER, user, key, answer);
    }

    Story unregister(long start, long end, String user, Answer answer) {
        return ask(start, end, Act.UNREGISTER, user, null, answer);
    }

    Story look(long start, long end, Answer answer) {
        return ask(start, end, Act.LOOK, null, null, answer);
    }

    Story resize(long start, long end, int seats, Answer answer) {
        actions.add(new Action(start, end, 0, Act.RESIZE, "e", null, null, seats, answer));
        return this;
    }

    private Story ask(long start, long end, Act act, String user, String key, Answer answer) {
        actions.add(new Action(start, end, 0, act, "e", user, key, 0, answer));
        return this;
    }

    List<String> violations() {
        return Judgement.of(new EventHistory("e", versions, actions)).violations();
    }
}
