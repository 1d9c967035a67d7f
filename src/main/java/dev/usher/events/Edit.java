package dev.usher.events;

/**
 * What becomes of one field.
 *
 * @param sent false leaves the field as it is
 * @param value what it becomes when sent; null takes away what an optional field said
 */
public record Edit<T>(boolean sent, T value) {

    public static <T> Edit<T> none() {
        return new Edit<>(false, null);
    }

    public static <T> Edit<T> to(T value) {
        return new Edit<>(true, value);
    }

    T over(T old) {
        return sent ? value : old;
    }
}
