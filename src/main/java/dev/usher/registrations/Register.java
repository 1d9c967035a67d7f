package dev.usher.registrations;

import dev.usher.bus.Deadline;
import java.util.function.Function;

/**
 * A seat or, when the seats are gone, a place in line. Refused with {@code EVENT_NOT_FOUND}, {@code USER_NOT_FOUND},
 * {@code EVENT_FULL}, or {@code ALREADY_REGISTERED} with the {@link Standing} that stands.
 *
 * @param requestKey null when the caller sent none; the same key again gives the row as it stands
 */
public record Register(String eventId, String userId, String requestKey, Deadline deadline)
        implements Change<Standing> {
    @Override
    public <R> R fold(Function<Register, R> register, Function<Unregister, R> unregister, Function<Resize, R> resize) {
        return register.apply(this);
    }
}
