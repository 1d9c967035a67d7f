package dev.usher.history;

import dev.usher.history.Step.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Builder of a history by hand. Turns are added step by step and committed at a moment; the counts follow from the
 * steps, right or wrong.
 */
final class HistoryBuilder {
    private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Version> versions = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, Change<Row>> changed = new HashMap<>();
    private final Map<Long, Change<WaitlistEntry>> waitlist = new TreeMap<>();
    private final List<Step> steps = new ArrayList<>();
    private String at = "";
    private State state;
    private int capacity;
    private long lastTicket;
    private long floor;

    HistoryBuilder(int capacity, boolean hasWaitlist) {
        this.capacity = capacity;
        state = new State(0, capacity, hasWaitlist, null, null, null, null, false, 0, 0, 0, 0);
        versions.add(new Version(null, state, at, List.of(), List.of(), List.of(), Long.MIN_VALUE, -1, 0));
    }

    HistoryBuilder seat(String user, String registeredAt, String key) {
        return begin(Kind.REGISTERED, new Row(user, true, 0, null, registeredAt, key));
    }

    HistoryBuilder seat(String user, String registeredAt) {
        return seat(user, registeredAt, null);
    }

    HistoryBuilder invite(String user, String registeredAt) {
        return begin(Kind.INVITED, new Row(user, true, 0, null, registeredAt, null));
    }

    HistoryBuilder join(String user, String registeredAt) {
        return join(user, registeredAt, null);
    }

    HistoryBuilder join(String user, String registeredAt, String key) {
        return join(user, registeredAt, key, ++lastTicket);
    }

    HistoryBuilder join(String user, String registeredAt, String key, long ticket) {
        waitlist.put(ticket, new Change<>(null, new WaitlistEntry(ticket, user, false)));
        return begin(Kind.WAITLISTED, new Row(user, false, ticket, null, registeredAt, key));
    }

    private HistoryBuilder begin(Kind kind, Row row) {
        at = row.registeredAt();
        steps.add(new Step(kind, row.userId(), row.ticket(), row.key()));
        return put(row.userId(), row);
    }

    HistoryBuilder leave(String user) {
        var row = rows.get(user);
        steps.add(new Step(Kind.LEFT, user, row.ticket(), null));
        if (!row.seated()) {
            var entry = new WaitlistEntry(row.ticket(), WaitlistEntry.NO_USER, true);
            waitlist.merge(row.ticket(), new Change<>(entry, entry), (old, now) -> new Change<>(old.before(), entry));
        } else if (row.ticket() != 0) {
            var deletion = new Change<>(new WaitlistEntry(row.ticket(), user, false), null);
            waitlist.merge(row.ticket(), deletion, (old, now) -> old.before() == null ? null : now);
        }
        return put(user, null);
    }

    HistoryBuilder promote(String user) {
        var row = rows.get(user);
        steps.add(new Step(Kind.PROMOTED, user, row.ticket(), null));
        floor = Math.max(floor, row.ticket());
        return put(user, row.promoted(at, null));
    }

    /** Nothing of this turn is written to the waitlist. */
    HistoryBuilder withoutEntries() {
        waitlist.clear();
        return this;
    }

    /** A row that changes without a step in the log. */
    HistoryBuilder put(String user, Row row) {
        var before = row == null ? rows.remove(user) : rows.put(user, row);
        changed.merge(user, new Change<>(before, row), (old, now) -> new Change<>(old.before(), row));
        return this;
    }

    /** Sets the moment of the next turns. */
    HistoryBuilder at(String moment) {
        at = moment;
        return this;
    }

    HistoryBuilder resize(int seats) {
        capacity = seats;
        return this;
    }

    /** Ends the turn: it was committed between the moment before and the moment after. */
    HistoryBuilder commit(long moment) {
        return commit(moment, after -> after);
    }

    HistoryBuilder commit(long moment, UnaryOperator<State> wrong) {
        int seated = (int) rows.values().stream().filter(Row::seated).count();
        var after = wrong.apply(new State(
                state.version() + 1,
                capacity,
                state.hasWaitlist(),
                null,
                state.closesAt(),
                state.promotesUntil(),
                state.startsAt(),
                state.cancelled(),
                seated,
                rows.size() - seated,
                lastTicket,
                floor));
        changed.values().removeIf(change -> Objects.equals(change.before(), change.after()));
        versions.add(new Version(
                state,
                after,
                at,
                List.copyOf(changed.values()),
                List.copyOf(waitlist.values()),
                steps,
                moment - 3,
                moment - 1,
                moment + 1));
        state = after;
        changed.clear();
        waitlist.clear();
        steps.clear();
        return this;
    }

    HistoryBuilder register(long start, long end, String user, Answer answer) {
        return register(start, end, user, null, answer);
    }

    HistoryBuilder register(long start, long end, String user, String key, Answer answer) {
        return ask(start, end, OperationKind.REGISTER, user, key, answer);
    }

    HistoryBuilder invite(long start, long end, String user, Answer answer) {
        return ask(start, end, OperationKind.INVITE, user, null, answer);
    }

    HistoryBuilder unregister(long start, long end, String user, Answer answer) {
        return ask(start, end, OperationKind.UNREGISTER, user, null, answer);
    }

    HistoryBuilder look(long start, long end, Answer answer) {
        return ask(start, end, OperationKind.LOOK, null, null, answer);
    }

    HistoryBuilder reinstate(long start, long end, Answer answer) {
        return ask(start, end, OperationKind.REINSTATE, null, null, answer);
    }

    HistoryBuilder resize(long start, long end, int seats, Answer answer) {
        actions.add(new Action(start, end, 0, OperationKind.RESIZE, "e", null, null, seats, answer));
        return this;
    }

    private HistoryBuilder ask(long start, long end, OperationKind act, String user, String key, Answer answer) {
        actions.add(new Action(start, end, 0, act, "e", user, key, 0, answer));
        return this;
    }

    List<String> violations() {
        return CheckResult.of(new EventHistory("e", versions, actions, ORIGIN)).violations();
    }
}
