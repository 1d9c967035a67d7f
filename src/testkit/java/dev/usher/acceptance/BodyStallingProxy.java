package dev.usher.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Proxy for one request: forwards the head, delays the body, and returns the answer. */
final class BodyStallingProxy implements AutoCloseable {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int TIMEOUT_MILLIS = 60_000;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    BodyStallingProxy(URI server) throws IOException {
        var line = new Thread(() -> serve(server), "slow-line");
        line.setDaemon(true);
        line.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** A failure here shows as a missing answer. */
    private void serve(URI server) {
        try (var near = listener.accept();
                var far = new Socket(server.getHost(), server.getPort())) {
            far.setSoTimeout(TIMEOUT_MILLIS);
            var head = new StringBuilder();
            while (head.indexOf(END_OF_HEAD) < 0) {
                head.append((char) near.getInputStream().read());
            }
            far.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            far.getInputStream().transferTo(near.getOutputStream());
            near.getInputStream().skipNBytes(near.getInputStream().available());
        } catch (IOException cut) {
            System.out.println("slow line: " + cut);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
