package dev.usher.registrations;

import dev.usher.registrations.model.Register;
import dev.usher.service.Deadline;
import dev.usher.service.Request;
import java.util.List;

/**
 * Registers several users for one event, in their order. Answered with one result for each of them. Refused with
 * {@code EVENT_NOT_FOUND}, and with {@code BUSY} if no result is known for any of them.
 *
 * @param users each once, all for the event
 * @param deadline at which the results are collected; those that the store has not confirmed by then are {@code BUSY}
 */
public record RegisterUsers(String eventId, List<Register> users, Deadline deadline)
        implements Request<List<RegisterResult>> {
    public RegisterUsers {
        users = List.copyOf(users);
    }
}
