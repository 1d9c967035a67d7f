package dev.usher.bench.process;

import dev.usher.dev.FreePort;
import dev.usher.process.JavaProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One server process of a peer, on its own tables or shared ones with the same prefix. */
public final class Server implements AutoCloseable {
    private static final Path TARGET = Path.of("target");

    private final JavaProcess child;
    private final URI uri;
    private final String tablePrefix;

    private Server(JavaProcess child, int port, String tablePrefix) {
        this.child = child;
        uri = URI.create("http://127.0.0.1:" + port);
        this.tablePrefix = tablePrefix;
    }

    /**
     * @param store address of DynamoDB or a substitute
     * @param jvm more options for the JVM
     */
    public static Server start(Peer peer, URI store, String tablePrefix, Path logs, String... jvm) {
        return start(peer, store, tablePrefix, logs, Map.of(), jvm);
    }

    /** @param more settings besides those that every server has */
    public static Server start(
            Peer peer, URI store, String tablePrefix, Path logs, Map<String, String> more, String... jvm) {
        int port = FreePort.any();
        int management = FreePort.any();
        Map<String, String> settings = new HashMap<>();
        settings.put("USHER_HTTP_PORT", Integer.toString(port));
        settings.put("USHER_MANAGEMENT_PORT", Integer.toString(management));
        settings.put("USHER_DYNAMODB_ENDPOINT", store.toString());
        settings.put("USHER_TABLE_PREFIX", tablePrefix);
        settings.put("USHER_CREATE_TABLES", "true");
        settings.put("AWS_REGION", "eu-central-1");
        settings.put("AWS_ACCESS_KEY_ID", "local");
        settings.put("AWS_SECRET_ACCESS_KEY", "local");
        settings.putAll(more);
        var child = JavaProcess.start(command(peer, jvm), settings, logs.resolve(peer.name() + "-" + port + ".log"));
        Control.await(child, URI.create("http://127.0.0.1:" + management + "/health/ready"));
        return new Server(child, port, tablePrefix);
    }

    private static List<String> command(Peer peer, String... jvm) {
        List<String> command = new ArrayList<>(List.of("-Xms256m", "-Xmx256m"));
        command.addAll(List.of(jvm));
        if (Files.exists(TARGET.resolve("classes/logback.xml"))) {
            command.add("-Dlogback.configurationFile=logback.xml");
        }
        command.addAll(List.of("-cp", peer.classPath(), peer.mainClass()));
        return command;
    }

    public URI uri() {
        return uri;
    }

    public String tablePrefix() {
        return tablePrefix;
    }

    public Duration cpu() {
        return child.cpu();
    }

    @Override
    public void close() {
        child.close();
    }
}
