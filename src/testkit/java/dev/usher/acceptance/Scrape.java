package dev.usher.acceptance;

import java.util.Arrays;
import java.util.List;

/** One reading of {@code /metrics}. */
record Scrape(List<String> samples) {

    static Scrape of(String text) {
        return new Scrape(text.lines().filter(line -> !line.startsWith("#")).toList());
    }

    boolean has(String name, String... labels) {
        return samples.stream().anyMatch(line -> matches(line, name, labels));
    }

    /** Sum over all series of this name that have these labels; 0 when there is none. */
    double value(String name, String... labels) {
        return samples.stream()
                .filter(line -> matches(line, name, labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static boolean matches(String line, String name, String... labels) {
        boolean named = line.startsWith(name) && "{ ".indexOf(line.charAt(name.length())) >= 0;
        return named && Arrays.stream(labels).allMatch(line::contains);
    }
}
