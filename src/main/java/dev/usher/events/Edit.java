package dev.usher.events;

/**
 * Change of one field.
 *
 * @param sent false leaves the field as it is
 * @param value the new value when sent; null clears an optional field
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
