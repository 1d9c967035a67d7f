package dev.usher.faults;

/** Event, and the number of its clients. */
record WorkloadEvent(String event, int capacity, boolean hasWaitlist, int guests) {

    static String guest(int number) {
        return "p" + number;
    }
}
