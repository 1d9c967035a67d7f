package dev.usher.contract;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known name that another name misspells: the same in another case, or with one character added, left out,
 * replaced, or swapped with its neighbour. Names of fewer than four characters have too many neighbours and are
 * skipped. Stateless.
 */
final class Misspelling {
    private static final int MIN_LENGTH = 4;

    private Misspelling() {}

    static Optional<String> of(String name, Collection<String> known) {
        var sent = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(one -> one.length() >= MIN_LENGTH)
                .filter(one -> isOneEditAway(sent, one.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static boolean isOneEditAway(String one, String other) {
        int longer = Math.max(one.length(), other.length());
        int shorter = Math.min(one.length(), other.length());
        if (longer - shorter > 1) {
            return false;
        }
        int start = 0;
        while (start < shorter && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        int differ = longer - start - end;
        return differ <= 1
                || differ == 2
                        && longer == shorter
                        && one.charAt(start) == other.charAt(start + 1)
                        && one.charAt(start + 1) == other.charAt(start);
    }
}
