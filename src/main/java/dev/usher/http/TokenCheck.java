package dev.usher.http;

import dev.usher.access.Caller;
import dev.usher.bus.Deadline;
import io.vertx.core.Future;
import java.util.Optional;

/** Finds out whose a bearer token is. Belongs to one event loop. */
public interface TokenCheck {
    /**
     * @param deadline until when it may take
     * @return empty for a token that does not count; fails with an {@code UnavailableException} where that cannot be
     *     known now
     */
    Future<Optional<Caller>> callerOf(String token, Deadline deadline);
}
