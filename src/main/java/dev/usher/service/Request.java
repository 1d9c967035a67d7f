package dev.usher.service;

/**
 * Request to a service, sent over the event bus by reference. Every request is an immutable record; its class name is
 * the address of its service.
 *
 * @param <A> the service's answer when it carries out the request
 */
public interface Request<A> {}
