package dev.usher;

import dev.usher.config.Settings;
import dev.usher.config.SettingsException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: reads the settings, starts the server, and stops it in order when the process is told to end. */
public final class Usher {
    private static final Logger LOG = LoggerFactory.getLogger(Usher.class);
    private static final int STOPPED = 0;
    private static final int START_FAILED = 1;
    private static final int BAD_SETTINGS = 2;
    /** On top of the time that a request may take. */
    private static final long STOP_MILLIS = 10_000;

    private Usher() {}

    public static void main(String[] arguments) {
        Settings settings;
        try {
            settings = Settings.from(System.getenv());
        } catch (SettingsException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_SETTINGS);
            return;
        }
        UsherServer.start(settings)
                .onSuccess(server ->
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, settings), "usher-stop")))
                .onFailure(failure -> {
                    LOG.error("the start failed", failure);
                    new Thread(() -> System.exit(START_FAILED), "usher-exit").start();
                });
    }

    /** Being told to end is no failure: a stop in order ends in 0, where the JVM by itself would name the signal. */
    private static void stop(UsherServer server, Settings settings) {
        try {
            server.stop()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_MILLIS + settings.requestTimeoutMillis(), TimeUnit.MILLISECONDS);
            LOG.info("stopped");
            Runtime.getRuntime().halt(STOPPED);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("stopped without waiting any longer: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
