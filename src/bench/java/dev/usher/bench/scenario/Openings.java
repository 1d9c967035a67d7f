package dev.usher.bench.scenario;

import dev.usher.bench.load.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Initial states of a run. */
final class Openings {
    private static final int EVERY_FIFTH = 5;

    private Openings() {}

    /**
     * All users register for one event and get a seat: every call writes. Seats, because they suit the direct way best:
     * a waitlist entry needs a ticket, and for that it has to win a race for the event's version.
     */
    static Scenario.Opening flashCrowd(int calls) {
        return (seed, round) -> {
            String event = crowd(round);
            seed.event(event, calls, true);
            return IntStream.range(0, calls)
                    .mapToObj(n -> Call.register(event, Seed.user(n)))
                    .toList();
        };
    }

    /** Event of a flash crowd. */
    static String crowd(String round) {
        return "crowd-" + round;
    }

    /**
     * All users register repeatedly for one event that is full and has no waitlist; all are refused.
     *
     * @param people who ask, in turn, beside those who have the seats
     */
    static Scenario.Opening fullHouse(int seats, int people, int calls) {
        return (seed, round) -> {
            String event = "full-" + round;
            seed.event(event, seats, false, seats, 0);
            return IntStream.range(0, calls)
                    .mapToObj(n -> Call.inVain(event, Seed.user(seats + n % people)))
                    .toList();
        };
    }

    /** Each event gets its share, one after the other. */
    static Scenario.Opening manyEvents(int events, int calls) {
        return (seed, round) -> {
            List<String> ids = IntStream.range(0, events)
                    .mapToObj(n -> "many-" + round + "-" + n)
                    .toList();
            seed.events(ids, 1 + calls / events, true);
            return IntStream.range(0, calls)
                    .mapToObj(n -> Call.register(ids.get(n % events), Seed.user(n)))
                    .toList();
        };
    }

    /** A full event with a waitlist as long: all registered users leave, and every fifth waiting one. */
    static Scenario.Opening cancelStorm(int seats) {
        return (seed, round) -> {
            String event = "storm-" + round;
            seed.event(event, seats, true, seats, seats);
            List<Call> calls = new ArrayList<>();
            for (int n = 0; n < seats; n++) {
                calls.add(Call.unregister(event, Seed.user(n)));
                if (n % EVERY_FIFTH == 0) {
                    calls.add(Call.unregister(event, Seed.user(2 * seats - 1 - n)));
                }
            }
            return calls;
        };
    }
}
