package dev.usher.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port that can be left and listened on again. It is below the ephemeral range, so that the system does not
 * assign it to another process meanwhile. Until this JVM ends, no other JVM of the same user finds it: seconds may pass
 * until the process that it is for listens. Thread-safe.
 */
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    /** A lock file for each port. */
    private static final Path LOCKS =
            Path.of(System.getProperty("java.io.tmpdir"), "usher-ports-" + System.getProperty("user.name"));

    /** Open files: a lock ends with its file. */
    private static final Map<Integer, FileChannel> FOUND = new HashMap<>();

    private FreePort() {}

    /** Returns a port that is free now, and another one each time. */
    public static synchronized int any() {
        try {
            Files.createDirectories(LOCKS);
            while (true) {
                int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
                if (!FOUND.containsKey(port) && isFree(port) && lock(port)) {
                    return port;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) throws IOException {
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (BindException taken) {
            return false;
        }
    }

    private static boolean lock(int port) throws IOException {
        var file = FileChannel.open(
                LOCKS.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            return false;
        }
        FOUND.put(port, file);
        return true;
    }
}
