package dev.usher.bench.direct;

import dev.usher.UsherServer;
import dev.usher.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Usher's HTTP layer and services with {@link DirectLedger} instead of the ledger. Reads the same settings as the
 * product and runs until it is killed.
 */
public final class DirectUsher {
    private static final Logger LOG = LoggerFactory.getLogger(DirectUsher.class);

    private DirectUsher() {}

    public static void main(String[] arguments) {
        UsherServer.start(Settings.from(System.getenv()), DirectBackend::open).onFailure(failure -> {
            LOG.error("the start failed", failure);
            new Thread(() -> System.exit(1), "direct-exit").start();
        });
    }
}
