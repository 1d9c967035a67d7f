package dev.usher.dev;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * DynamoDB Local inside this JVM, for development and tests; never shipped. Its jar contains its native libraries.
 * Starting and stopping block.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {
    private final DynamoDBProxyServer server;
    private final URI endpoint;

    private EmbeddedDynamoDb(DynamoDBProxyServer server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** Starts one without persistence. */
    public static EmbeddedDynamoDb inMemory() throws Exception {
        return start("-inMemory");
    }

    /** Starts one that keeps its data in a directory; creates the directory if it is missing. */
    public static EmbeddedDynamoDb on(Path directory) throws Exception {
        Files.createDirectories(directory);
        return start("-dbPath", directory.toString());
    }

    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not stop", e);
        }
    }

    private static EmbeddedDynamoDb start(String... storage) throws Exception {
        // DynamoDB Local does not report its port, so port 0 cannot be used.
        var port = Integer.toString(FreePort.any());
        var arguments = new String[storage.length + 4];
        System.arraycopy(storage, 0, arguments, 0, storage.length);
        arguments[storage.length] = "-sharedDb";
        arguments[storage.length + 1] = "-disableTelemetry";
        arguments[storage.length + 2] = "-port";
        arguments[storage.length + 3] = port;
        var server = ServerRunner.createServerFromCommandLineArgs(arguments);
        server.start();
        return new EmbeddedDynamoDb(server, URI.create("http://127.0.0.1:" + port));
    }
}
