package dev.usher.history;

import java.util.Arrays;

/** The points of the history, ascending, at which an answer may have been decided; none where that is not known. */
@FunctionalInterface
interface Candidates {
    int[] of(Action action);

    static boolean contains(int[] points, int point) {
        return Arrays.binarySearch(points, point) >= 0;
    }
}
