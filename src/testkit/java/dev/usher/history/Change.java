package dev.usher.history;

/** Change of a row. Either side is null when there was no row. */
public record Change<T>(T before, T after) {

    boolean appears() {
        return before == null;
    }

    boolean disappears() {
        return after == null;
    }
}
