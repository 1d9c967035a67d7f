package dev.usher.simulation;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What happens to calls and transactions: nothing, and everything takes a millisecond. All times are milliseconds. */
class Faults {
    private final Map<String, Integer> counts = new TreeMap<>();

    /** Whether this fault happens now. */
    boolean happens(String fault) {
        return false;
    }

    /** Between 0 and the bound, both included. */
    int upTo(int bound) {
        return 0;
    }

    /** Until a message arrives. */
    long latency() {
        return 1;
    }

    /** Until a client gives up a call. */
    long patience() {
        return 800;
    }

    /** From the locks of a transaction to its decision. */
    long decision() {
        return 0;
    }

    /** For one transaction, from the decision until an item of a table is visible; asked for each item. */
    ToLongFunction<String> visibility() {
        return table -> 0;
    }

    /** Until a visible change of an event shows in the index of those that owe seats. */
    long index() {
        return 1;
    }

    void count(String what) {
        count(what, 1);
    }

    void count(String what, int times) {
        counts.merge(what, times, Integer::sum);
    }

    Map<String, Integer> counts() {
        return counts;
    }
}
