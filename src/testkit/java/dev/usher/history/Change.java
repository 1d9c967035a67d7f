package dev.usher.history;

/** What became of a row. Either side is null where there was none. */
public record Change<T>(T before, T after) {

    boolean appears() {
        return before == null;
    }

    boolean disappears() {
        return after == null;
    }
}
