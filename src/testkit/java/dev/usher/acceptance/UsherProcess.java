package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dev.FreePort;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.process.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The jar as a separate process, on its own ports, with its output in a file below {@code target}. */
public final class UsherProcess implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Heap and direct memory as in the image with 256 MiB. */
    static final List<String> IMAGE =
            List.of("-Xmx90m", "-XX:MaxDirectMemorySize=32m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    /** A request deadline that no busy machine misses; a test may set another. */
    static final Map<String, String> PATIENT = Map.of("USHER_REQUEST_TIMEOUT_MS", "60000");
    /** The product's default deadline. */
    static final Map<String, String> AS_SHIPPED = Map.of("USHER_REQUEST_TIMEOUT_MS", "5000");

    private final Map<String, String> environment = new HashMap<>(PATIENT);
    private List<String> command;
    private final Path log;
    private final int port = FreePort.any();
    private final int managementPort = FreePort.any();
    private JavaProcess process;

    private UsherProcess(URI store, String tablePrefix) {
        environment.putAll(JarRun.environment(store));
        environment.put("USHER_TABLE_PREFIX", tablePrefix);
        environment.put("USHER_CREATE_TABLES", "true");
        environment.put("USHER_HTTP_PORT", Integer.toString(port));
        environment.put("USHER_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("USHER_SWEEP_INTERVAL_MS", "1000");
        log = Path.of("target", "usher-logs", "usher-" + port + ".log");
    }

    static UsherProcess start(URI store, String tablePrefix) throws Exception {
        return start(store, tablePrefix, Map.of());
    }

    /** @param more settings besides the store's address and the table prefix */
    public static UsherProcess start(URI store, String tablePrefix, Map<String, String> more) throws Exception {
        var usher = new UsherProcess(store, tablePrefix);
        usher.environment.putAll(more);
        usher.start();
        return usher;
    }

    /** Starts several replicas with the same settings, all at once; returns when all are ready. */
    public static List<UsherProcess> startAll(int count, URI store, String tablePrefix, Map<String, String> more) {
        List<UsherProcess> replicas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var replica = new UsherProcess(store, tablePrefix);
            replica.environment.putAll(more);
            replica.launch();
            replicas.add(replica);
        }
        replicas.forEach(UsherProcess::awaitReady);
        return replicas;
    }

    /** Same, from another jar; {@link #upgrade} changes to the jar under test. */
    static UsherProcess startFrom(String jar, URI store, String tablePrefix) throws Exception {
        var usher = new UsherProcess(store, tablePrefix);
        usher.command = List.of("-Xmx256m", "-jar", jar);
        usher.start();
        return usher;
    }

    /** @param options of the JVM */
    static UsherProcess start(URI store, String tablePrefix, Map<String, String> more, List<String> options)
            throws Exception {
        var usher = new UsherProcess(store, tablePrefix);
        usher.environment.putAll(more);
        usher.command = new ArrayList<>(options);
        usher.command.addAll(List.of("-jar", UsherJar.JAR));
        usher.start();
        return usher;
    }

    /** Stops it with SIGTERM and starts it from the jar under test. */
    void upgrade() throws Exception {
        stop();
        command = null;
        start();
    }

    /** Starts and stops a process that writes an archive of the classes that it loaded to a file. */
    static void archive(URI store, Path file) throws Exception {
        List<String> options = new ArrayList<>(JavaProcess.QUICK);
        options.add("-XX:ArchiveClassesAtExit=" + file);
        try (var usher = start(store, TestDynamoDb.newPrefix(), Map.of(), options)) {
            usher.stop();
        }
    }

    /** Starts the process without waiting until it is ready. */
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

    void awaitReady() {
        Eventually.holds(() -> {
            process.mustLive();
            assertThat(ready()).as("is ready, see %s", log).isTrue();
        });
    }

    /** Starts it, or starts it again on the same ports, without waiting until it is ready. */
    void launch() {
        var whole = command == null ? UsherJar.quickly("-Xmx256m") : command;
        process = JavaProcess.start(whole, environment, log);
    }

    boolean ready() throws InterruptedException {
        return health("ready") == 200;
    }

    /** Status of one of the health checks, or 0 while the port is closed. */
    int health(String check) throws InterruptedException {
        var health = URI.create("http://127.0.0.1:" + managementPort + "/health/" + check);
        try {
            return CLIENT.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** Reads {@code /metrics}. */
    String metrics() throws IOException, InterruptedException {
        var metrics = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
        return CLIENT.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
    }

    /** Its output so far. */
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

    /** Sends SIGKILL: the process cannot finish anything. */
    public void kill() {
        process.close();
    }

    /** Sends SIGTERM and returns the exit status. */
    public int stop() throws InterruptedException {
        process.terminate();
        return process.exit();
    }

    @Override
    public void close() {
        process.close();
    }
}
