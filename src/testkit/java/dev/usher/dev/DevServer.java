package dev.usher.dev;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.usher.UsherServer;
import dev.usher.config.Settings;
import dev.usher.config.SettingsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Runs Usher for development, with an embedded DynamoDB Local that keeps its data below {@code data/dynamodb}. The
 * environment's settings apply, except those of the store.
 */
public final class DevServer {
    private static final Path DATA = Path.of("data", "dynamodb");
    private static final long STOP_SECONDS = 20;
    private static final String BLOCKED_THREADS = "io.vertx.core.impl.BlockedThreadChecker";

    private DevServer() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("aws.region", "eu-central-1");
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        logBlockedThreads(Level.ERROR);
        var database = EmbeddedDynamoDb.on(DATA);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(name -> name.startsWith("USHER_TEST_"));
        environment.put("USHER_DYNAMODB_ENDPOINT", database.endpoint().toString());
        environment.put("USHER_CREATE_TABLES", "true");
        UsherServer server;
        try {
            server = UsherServer.start(Settings.from(environment))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException | SettingsException e) {
            System.err.println("Usher does not start: " + (e.getCause() == null ? e.getMessage() : e.getCause()));
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, database), "dev-stop"));
        System.out.println(welcome(server));
        logBlockedThreads(Level.WARN);
    }

    /** Until the server is ready, event loops blocked by class loading on a slow machine are not reported. */
    private static void logBlockedThreads(Level level) {
        ((Logger) LoggerFactory.getLogger(BLOCKED_THREADS)).setLevel(level);
    }

    private static void stop(UsherServer server, EmbeddedDynamoDb database) {
        try {
            server.stop().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            System.err.println("stopped without waiting any longer: " + e);
        } finally {
            database.close();
        }
    }

    private static String welcome(UsherServer server) {
        var url = "http://127.0.0.1:" + server.httpPort();
        return """

                Usher serves %1$s, its data is in %2$s. Try:

                  curl -i -H 'content-type: application/json' -d '{"name":"Ada"}' %1$s/users
                  curl -i -H 'content-type: application/json' -d '{"name":"Concert","capacity":2}' %1$s/events

                Every operation can be tried at %1$s/docs. %1$s/board/{eventId} shows an event live.
                Its health is at http://127.0.0.1:%3$d/health/ready. Ctrl-C ends it.
                """
                .formatted(url, DATA.toAbsolutePath(), server.managementPort());
    }
}
