package dev.usher.faults;

import dev.usher.acceptance.UsherProcess;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Restarts servers, again and again if they give up while starting: one that meets faults or a slow, just started store
 * exits instead of waiting for ever. Counts those exits. Thread-safe; blocks its callers.
 */
final class ProcessSupervisor {
    private static final int STARTS = 10;

    private final AtomicInteger failedStarts = new AtomicInteger();

    void startAgain(UsherProcess server) throws Exception {
        for (int left = STARTS; ; left--) {
            try {
                server.start();
                return;
            } catch (IllegalStateException | ConditionTimeoutException notReady) {
                server.kill();
                failedStarts.incrementAndGet();
                if (left == 1) {
                    throw notReady;
                }
            }
        }
    }

    /** How often a server gave up while it started. */
    int failedStarts() {
        return failedStarts.get();
    }
}
