package dev.usher.faults;

/** An event, and how many of the people come to it. */
record Party(String event, int capacity, boolean hasWaitlist, int guests) {

    static String guest(int number) {
        return "p" + number;
    }
}
