package dev.usher.storeproxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Conflict checker: decides which writes the store would accept, and records the items locked by transactions under
 * way. A single write locks nothing: the service rejects it beside a transaction, never a transaction beside it.
 *
 * <p>Runs on the proxy's event loop.
 */
final class ConflictChecker {
    private final Map<String, StoreRequest> held = new HashMap<>();
    private final Map<String, StoreRequest> tokens = new HashMap<>();
    private final Capacity capacity;

    ConflictChecker(LongSupplier nanos) {
        capacity = new Capacity(nanos);
    }

    /** @return the refusal, or null when the request may pass; its items are then locked until it is released */
    InjectedError admit(StoreRequest request, FaultProfile manners) {
        List<Write> writes = request.known().toList();
        if (manners.conflicts()) {
            if (request.token() != null && tokens.containsKey(request.token())) {
                return InjectedError.inProgress();
            }
            if (writes.stream().anyMatch(write -> held.containsKey(write.item()))) {
                return InjectedError.conflict(request, write -> held.containsKey(write.item()));
            }
        }
        if (manners.throttling().limits()) {
            Set<String> refusing = capacity.admit(writes, manners.throttling());
            if (!refusing.isEmpty()) {
                return InjectedError.throttled(
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

    /** Releases the items that this very request locked, however it ended. */
    void release(StoreRequest request) {
        request.known().forEach(write -> held.computeIfPresent(write.item(), (item, by) -> by == request ? null : by));
        if (request.token() != null) {
            tokens.computeIfPresent(request.token(), (token, by) -> by == request ? null : by);
        }
    }
}
