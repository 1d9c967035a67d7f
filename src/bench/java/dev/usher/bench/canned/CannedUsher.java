package dev.usher.bench.canned;

import dev.usher.UsherServer;
import dev.usher.config.Settings;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The unchanged product on a store that answers from memory. Reads the same settings and runs until it is killed. */
public final class CannedUsher {
    private static final Logger LOG = LoggerFactory.getLogger(CannedUsher.class);

    private CannedUsher() {}

    public static void main(String[] arguments) {
        UsherServer.start(
                        Settings.from(System.getenv()),
                        (vertx, bus, settings) -> Future.succeededFuture(new CannedBackend(vertx, bus)))
                .onFailure(failure -> {
                    LOG.error("the start failed", failure);
                    new Thread(() -> System.exit(1), "canned-exit").start();
                });
    }
}
