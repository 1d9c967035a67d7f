package dev.usher.ops;

import dev.usher.config.Settings;
import dev.usher.config.SettingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Health check of the container: a process that exits with 0 if the server is ready, else with 1. Reads the same
 * settings. It runs every few seconds within the memory of the server's container, so it loads few classes: a socket,
 * and no Vert.x.
 */
public final class HealthCheck {
    private static final int READY = 0;
    private static final int NOT_READY = 1;
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final byte[] REQUEST = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String YES = "HTTP/1.1 200 ";

    private HealthCheck() {}

    public static void main(String[] arguments) {
        System.exit(check());
    }

    private static int check() {
        try {
            var settings = Settings.from(System.getenv());
            return ready(settings.managementHost(), settings.managementPort(), TIMEOUT_MILLIS) ? READY : NOT_READY;
        } catch (IOException | SettingsException e) {
            System.err.println(e.getMessage());
            return NOT_READY;
        }
    }

    /** Blocks until the answer or the timeout. */
    static boolean ready(String host, int port, int timeoutMillis) throws IOException {
        var listening = InetAddress.getByName(host);
        var address = listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
        try (var socket = new Socket()) {
            socket.setSoTimeout(timeoutMillis);
            socket.connect(new InetSocketAddress(address, port), timeoutMillis);
            socket.getOutputStream().write(REQUEST);
            var start = socket.getInputStream().readNBytes(YES.length());
            return new String(start, StandardCharsets.US_ASCII).equals(YES);
        }
    }
}
