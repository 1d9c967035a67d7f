package dev.usher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import dev.usher.acceptance.Eventually;
import dev.usher.audit.LocalClient;
import dev.usher.dev.FreePort;
import dev.usher.process.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** DynamoDB Local as a process that can be killed and restarted on its data. Blocks its callers. */
final class StoreOnDisk implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final long WRITTEN_SECONDS = 10;
    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final int port;
    private final Path data;
    private final Path log;
    private JavaProcess process;

    private StoreOnDisk(Path data) throws IOException {
        this.data = data;
        port = FreePort.any();
        log = Path.of("target", "usher-logs", "store-" + port + ".log");
        Files.createDirectories(data);
    }

    /** @param data a directory, which is created if it is missing */
    static StoreOnDisk start(Path data) throws Exception {
        var store = new StoreOnDisk(data);
        store.start();
        return store;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Starts or restarts it; returns when it answers. */
    void start() throws Exception {
        List<String> command = new ArrayList<>(JavaProcess.QUICK);
        command.addAll(List.of(
                "-Xmx512m",
                "-cp",
                JavaProcess.ownClasses(),
                ServerRunner.class.getName(),
                "-dbPath",
                data.toString(),
                "-sharedDb",
                "-disableTelemetry",
                "-port",
                Integer.toString(port)));
        process = JavaProcess.start(command, Map.of(), log);
        try (var dynamo = LocalClient.builder(endpoint())
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build()) {
            Eventually.holds(() -> {
                process.mustLive();
                assertThat(dynamo.listTables())
                        .as("DynamoDB Local answers, see %s", log)
                        .succeedsWithin(CALL);
            });
        }
    }

    /**
     * Sends SIGKILL once its files stop changing. There must be no writes by then: DynamoDB Local answers a moment
     * before it has written, and would lose what it has acknowledged.
     */
    void kill() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WRITTEN_SECONDS);
        var written = written();
        long since = System.nanoTime();
        while (System.nanoTime() - since < STILL_NANOS && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            var now = written();
            if (!now.equals(written)) {
                written = now;
                since = System.nanoTime();
            }
        }
        process.close();
    }

    /** Length and modification time of each of its files. */
    private Map<String, String> written() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (var list = Files.list(data)) {
            for (var file : list.toList()) {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                files.put(file.toString(), attributes.size() + " " + attributes.lastModifiedTime());
            }
        } catch (NoSuchFileException gone) {
            // a journal that was deleted while they were listed: they are different now
            files.put(gone.getFile(), "gone");
        }
        return files;
    }

    @Override
    public void close() {
        process.close();
    }
}
