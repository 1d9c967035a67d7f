package dev.usher.bus;

/**
 * One question to a service, sent over the event bus as itself. Every request is an immutable record; its class names
 * the address that it is served at.
 *
 * @param <A> what the service answers with when it does what it was asked to
 */
public interface Request<A> {}
