package dev.usher.events;

/**
 * Field of an event's details whose value is not accepted.
 *
 * @param name as in the contract
 * @param message what the value must be
 */
public record InvalidField(String name, String message) {}
