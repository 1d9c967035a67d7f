package dev.usher.bus;

/** Listener for requests and outcomes on the bus. Called on the contexts of callers; must not block or throw. */
public interface BusListener {
    /** No-op. */
    BusListener NONE = new BusListener() {};

    default void asked(Class<?> request) {}

    /** @param failed whether an unexpected error occurred; a refusal is not one */
    default void answered(Class<?> request, boolean failed, long nanos) {}
}
