/**
 * Requests from the HTTP layer to the services: immutable records over the local event bus, answered with an
 * {@link dev.usher.bus.Outcome}. Expected results, refusals included, are values; a failed future is an unexpected
 * error. Depends on neither HTTP nor the store.
 */
package dev.usher.bus;
