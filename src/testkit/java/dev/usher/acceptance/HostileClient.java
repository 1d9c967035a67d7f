package dev.usher.acceptance;

import dev.usher.http.Http2Socket;
import dev.usher.tls.AnyCertificate;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** Client with one address and many connections, none of which it reads. Blocks its callers. */
final class HostileClient implements Closeable {
    private static final int TIMEOUT_MILLIS = 10_000;
    /** Small, so that the client's kernel buffers almost nothing. */
    private static final int RECEIVE_BUFFER = 2_048;

    private static final byte[] CLOSED_WINDOW = {0, 4, 0, 0, 0, 0};

    private final int port;
    private final boolean tls;
    private final String address;
    private final List<Closeable> open = new ArrayList<>();

    HostileClient(int port, boolean tls, String address) {
        this.port = port;
        this.tls = tls;
        this.address = address;
    }

    /**
     * Opens connections until the server refuses one, and sends the same octets on each; returns how many it opened.
     */
    int send(int connections, String octets) {
        int sent = 0;
        try {
            for (; sent < connections; sent++) {
                connect().getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException refused) {
            return sent;
        }
        return sent;
    }

    /** Same for HTTP/2, with the client's windows closed: it accepts headers and no body. */
    int request(int connections, int streams, String path) {
        int sent = 0;
        try {
            for (; sent < connections; sent++) {
                var socket = Http2Socket.open(port);
                open.add(socket);
                socket.send(Http2Socket.SETTINGS, 0, 0, CLOSED_WINDOW);
                for (int stream = 0; stream < streams; stream++) {
                    socket.request(2 * stream + 1, Http2Socket.END_STREAM, "GET", path);
                }
            }
        } catch (IOException refused) {
            return sent;
        }
        return sent;
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        if (!tls) {
            return socket;
        }
        var secure =
                (SSLSocket) AnyCertificate.context().getSocketFactory().createSocket(socket, "127.0.0.1", port, true);
        secure.startHandshake();
        return secure;
    }

    @Override
    public void close() throws IOException {
        for (var one : open) {
            one.close();
        }
        open.clear();
    }
}
