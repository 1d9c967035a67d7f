/**
 * How HTTP asks the services: immutable records over the local event bus, answered with an
 * {@link dev.usher.bus.Outcome}. What a service expects to have to say, a refusal included, is a value; a failed future
 * is what nobody foresaw. Knows neither HTTP nor the store.
 */
package dev.usher.bus;
