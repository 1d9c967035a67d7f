package dev.usher.erasure;

import dev.usher.service.Page;
import dev.usher.service.Timestamp;
import dev.usher.users.Erasure;
import io.vertx.core.Future;
import java.util.Optional;

/** Store of erasures. Reads are strongly consistent. Transient failures are {@code UnavailableException}s. */
public interface ErasureStore {
    /**
     * Replaces the user's row by one with nothing but the id and the time, and lists the erasure as pending, in one
     * transaction. Changes nothing if the user is already erased.
     *
     * @param by the user who erases another one, or null
     * @return empty if there never was such a user
     */
    Future<Optional<Erasure>> begin(String userId, String by, Timestamp now);

    /**
     * Reads one page of the pending erasures, by user id.
     *
     * @param after the user id that the page before ended with, or null for the first page
     */
    Future<Page<PendingErasure>> pending(String after);

    /**
     * Removes an erasure from those that are pending.
     *
     * @return false if it was resumed meanwhile, or another process has removed it
     */
    Future<Boolean> end(PendingErasure erasure);
}
