package dev.usher.storeproxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides which writes the store would take, and remembers the items that transactions under way hold. A single write
 * holds nothing: the service rejects it beside a transaction, never a transaction beside it.
 *
 * <p>Lives on the proxy's event loop.
 */
final class Gate {
    private final Map<String, StoreRequest> held = new HashMap<>();
    private final Map<String, StoreRequest> tokens = new HashMap<>();
    private final Capacity capacity;

    Gate(LongSupplier nanos) {
        capacity = new Capacity(nanos);
    }

    /** @return why not, or null when the request may pass; it then holds its items until it is released */
    Refusal admit(StoreRequest request, Manners manners) {
        List<Write> writes = request.known().toList();
        if (manners.conflicts()) {
            if (request.token() != null && tokens.containsKey(request.token())) {
                return Refusal.inProgress();
            }
            if (writes.stream().anyMatch(write -> held.containsKey(write.item()))) {
                return Refusal.conflict(request, write -> held.containsKey(write.item()));
            }
        }
        if (manners.throttling().limits()) {
            Set<String> refusing = capacity.admit(writes, manners.throttling());
            if (!refusing.isEmpty()) {
                return Refusal.throttled(
                        request, manners.throttling().form(), write -> refusing.contains(write.partition()));
            }
        }
        if (manners.conflicts() && request.writesInTransaction()) {
            writes.forEach(write -> held.put(write.item(), request));
            if (request.token() != null) {
                tokens.put(request.token(), request);
            }
        }
        return null;
    }

    /** The request is over, however it ended. Releases only what this very request holds. */
    void release(StoreRequest request) {
        request.known().forEach(write -> held.computeIfPresent(write.item(), (item, by) -> by == request ? null : by));
        if (request.token() != null) {
            tokens.computeIfPresent(request.token(), (token, by) -> by == request ? null : by);
        }
    }
}
