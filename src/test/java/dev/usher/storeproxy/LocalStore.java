package dev.usher.storeproxy;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;

/** A DynamoDB Local inside this JVM, on a loopback port. */
public final class LocalStore implements AutoCloseable {
    private final DynamoDBProxyServer server;
    private final int port;

    private LocalStore(int port, String... storage) throws Exception {
        this.port = port;
        String[] arguments = new String[storage.length + 4];
        System.arraycopy(storage, 0, arguments, 0, storage.length);
        arguments[storage.length] = "-sharedDb";
        arguments[storage.length + 1] = "-disableTelemetry";
        arguments[storage.length + 2] = "-port";
        arguments[storage.length + 3] = Integer.toString(port);
        server = ServerRunner.createServerFromCommandLineArgs(arguments);
        server.start();
    }

    public static LocalStore inMemory() throws Exception {
        return new LocalStore(freePort(), "-inMemory");
    }

    /** @param folder exists already */
    public static LocalStore onDisk(Path folder) throws Exception {
        return new LocalStore(freePort(), "-dbPath", folder.toString());
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the store does not stop", e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
