package dev.usher.acceptance;

import java.util.BitSet;

/**
 * Users that register for one event and unregister again in turn, so that every accepted call changes something. Runs
 * on the event loop of the load generator.
 */
final class ChurnWorkload implements LoadGenerator.Calls {
    private static final int OK = 200;
    private static final int NOT_IN = 404;
    private static final int ALREADY_IN = 409;

    private final String event;
    private final int people;
    private final BitSet in = new BitSet();

    /** @param people at least as many as calls may be under way at a time */
    ChurnWorkload(String event, int people) {
        this.event = event;
        this.people = people;
    }

    static String name(int person) {
        return "p" + person;
    }

    @Override
    public LoadGenerator.Call next(int number) {
        int person = number % people;
        return in.get(person)
                ? LoadGenerator.Call.delete("/events/" + event + "/register/" + name(person))
                : LoadGenerator.Call.register(event, name(person));
    }

    @Override
    public void answered(int number, int status) {
        int person = number % people;
        switch (status) {
            case OK -> in.flip(person);
            case ALREADY_IN -> in.set(person);
            case NOT_IN -> in.clear(person);
            default -> {}
        }
    }
}
