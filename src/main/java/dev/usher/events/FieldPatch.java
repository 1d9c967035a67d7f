package dev.usher.events;

/**
 * Change of one field.
 *
 * @param sent false leaves the field as it is
 * @param value the new value when sent; null clears an optional field
 */
public record FieldPatch<T>(boolean sent, T value) {

    public static <T> FieldPatch<T> none() {
        return new FieldPatch<>(false, null);
    }

    public static <T> FieldPatch<T> to(T value) {
        return new FieldPatch<>(true, value);
    }

    T over(T old) {
        return sent ? value : old;
    }
}
