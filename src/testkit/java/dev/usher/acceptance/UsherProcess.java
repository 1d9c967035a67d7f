package dev.usher.acceptance;

import dev.usher.dev.FreePort;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The jar as a process of its own, on ports of its own, with its output in a file below {@code target}. */
public final class UsherProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Heap and direct memory as the image gives them in 256 MiB. */
    static final List<String> IMAGE =
            List.of("-Xmx90m", "-XX:MaxDirectMemorySize=32m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final Map<String, String> environment = new HashMap<>();
    private List<String> options = List.of("-Xmx256m");
    private final Path log;
    private final int port = FreePort.any();
    private final int managementPort = FreePort.any();
    private String jar = System.getProperty("usher.jar");
    private Process process;

    private UsherProcess(URI store, String tablePrefix) throws IOException {
        environment.put("AWS_REGION", "eu-central-1");
        environment.put("AWS_ACCESS_KEY_ID", TestDynamoDb.CREDENTIALS);
        environment.put("AWS_SECRET_ACCESS_KEY", TestDynamoDb.CREDENTIALS);
        environment.put("USHER_DYNAMODB_ENDPOINT", store.toString());
        environment.put("USHER_TABLE_PREFIX", tablePrefix);
        environment.put("USHER_CREATE_TABLES", "true");
        environment.put("USHER_HTTP_PORT", Integer.toString(port));
        environment.put("USHER_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("USHER_SWEEP_INTERVAL_MS", "1000");
        var logs = Path.of("target", "usher-logs");
        Files.createDirectories(logs);
        log = logs.resolve("usher-" + port + ".log");
    }

    static UsherProcess start(URI store, String tablePrefix) throws Exception {
        return start(store, tablePrefix, Map.of());
    }

    /** @param more settings beside where the store is and what its tables are called */
    public static UsherProcess start(URI store, String tablePrefix, Map<String, String> more) throws Exception {
        var usher = new UsherProcess(store, tablePrefix);
        usher.environment.putAll(more);
        usher.start();
        return usher;
    }

    /** As above, from another jar; {@link #upgrade} changes to the one that is tested. */
    static UsherProcess startFrom(String jar, URI store, String tablePrefix) throws Exception {
        var usher = new UsherProcess(store, tablePrefix);
        usher.jar = jar;
        usher.start();
        return usher;
    }

    /** @param options of the JVM */
    static UsherProcess start(URI store, String tablePrefix, Map<String, String> more, List<String> options)
            throws Exception {
        var usher = new UsherProcess(store, tablePrefix);
        usher.environment.putAll(more);
        usher.options = options;
        usher.start();
        return usher;
    }

    /** Stops it in order and starts it from the jar that is tested. */
    void upgrade() throws Exception {
        stop();
        jar = System.getProperty("usher.jar");
        start();
    }

    /** Only begins to start it. */
    static UsherProcess launch(URI store, String tablePrefix) throws Exception {
        var usher = new UsherProcess(store, tablePrefix);
        usher.launch();
        return usher;
    }

    /** Starts it, or starts it again on the same ports; returns when it is ready. */
    public void start() throws Exception {
        launch();
        awaitReady();
    }

    void awaitReady() throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("not ready: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void launch() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(options);
        command.addAll(List.of("-jar", jar));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    boolean ready() throws InterruptedException {
        return health("ready") == 200;
    }

    /** The status of one of the health checks, or 0 while nobody listens. */
    int health(String check) throws InterruptedException {
        var health = URI.create("http://127.0.0.1:" + managementPort + "/health/" + check);
        try {
            return CLIENT.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** What {@code /metrics} shows now. */
    String metrics() throws IOException, InterruptedException {
        var metrics = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
        return CLIENT.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
    }

    /** What it has written so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    public long pid() {
        return process.pid();
    }

    public URI uri() {
        return URI.create(
                (environment.containsKey("USHER_TLS_CERTIFICATE") ? "https" : "http") + "://127.0.0.1:" + port);
    }

    /** SIGKILL: it gets no chance to finish anything. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still runs 30 s after SIGTERM, see " + log);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
