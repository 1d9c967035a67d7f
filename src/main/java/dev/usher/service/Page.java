package dev.usher.service;

import java.util.List;

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
}
