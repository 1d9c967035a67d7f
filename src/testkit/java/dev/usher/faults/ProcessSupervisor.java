package dev.usher.faults;

import dev.usher.acceptance.UsherProcess;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Starts servers, and restarts those that give up while starting: one that meets faults or a slow, just started store
 * exits instead of waiting for ever. Counts those exits. Thread-safe; blocks its callers.
 */
final class ProcessSupervisor {
    private static final int STARTS = 10;

    private final AtomicInteger failedStarts = new AtomicInteger();

    private interface Start<T> {
        T begin() throws Exception;
    }

    UsherProcess started(URI store, String prefix, Map<String, String> settings) throws Exception {
        return patiently(() -> UsherProcess.start(store, prefix, settings));
    }

    void startAgain(UsherProcess server) throws Exception {
        patiently(() -> {
            try {
                server.start();
                return server;
            } catch (IllegalStateException | ConditionTimeoutException notReady) {
                server.kill();
                throw notReady;
            }
        });
    }

    /** How often a server gave up while it started. */
    int failedStarts() {
        return failedStarts.get();
    }

    private <T> T patiently(Start<T> start) throws Exception {
        for (int left = STARTS; ; left--) {
            try {
                return start.begin();
            } catch (IllegalStateException | ConditionTimeoutException notReady) {
                failedStarts.incrementAndGet();
                if (left == 1) {
                    throw notReady;
                }
            }
        }
    }
}
