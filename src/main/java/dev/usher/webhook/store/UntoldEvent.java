package dev.usher.webhook.store;

import dev.usher.events.Event;
import java.util.Optional;

/**
 * Event with a mark, and how far its delivery is.
 *
 * @param event without its description
 * @param first the first version that the mark names: where the first delivery of an event starts
 * @param delivery empty before the first delivery
 */
public record UntoldEvent(Event event, long first, Optional<Delivery> delivery) {

    /** Returns the last version that the receiver has confirmed. */
    public long cursor() {
        return delivery.map(Delivery::cursor).orElse(first - 1);
    }

    /** Returns whether more is confirmed than the event has; the two rows were then read at different moments. */
    public boolean isAhead() {
        return cursor() > event.version();
    }
}
