package dev.usher.service;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items in the list's order
 * @param next the id after which the next page starts, or null for the last page
 */
public record Page<T>(List<T> items, String next) {
    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), next);
    }
}
