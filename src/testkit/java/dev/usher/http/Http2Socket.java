package dev.usher.http;

import dev.usher.tls.AnyCertificate;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * HTTP/2 client that sends single frames, including ones that no correct client sends. Blocks, for up to ten seconds a
 * call.
 */
public final class Http2Socket implements java.io.Closeable {
    static final int DATA = 0;
    public static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int ACK = 1;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_OCTETS = 5;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int MAX_HEADER_LIST_SIZE = 6;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /** @param headers of a HEADERS frame, or null */
    public record Frame(int type, int flags, int stream, byte[] payload, Http2Headers headers) {
        int number(int offset) {
            return ByteBuffer.wrap(payload).getInt(offset);
        }

        public String status() {
            return headers.status().toString();
        }
    }

    /** Connects and sends nothing. */
    Http2Socket(int port) throws IOException {
        socket = (SSLSocket) AnyCertificate.context().getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new AssertionError("negotiated protocol: " + socket.getApplicationProtocol());
        }
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and sends the preface with empty settings. */
    public static Http2Socket open(int port) throws IOException {
        var socket = new Http2Socket(port);
        socket.octets(PREFACE);
        socket.send(SETTINGS, 0, 0);
        return socket;
    }

    void octets(byte... octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    public void send(int type, int flags, int stream, byte... payload) throws IOException {
        octets(frame(type, flags, stream, payload));
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    public void request(int stream, int flags, String method, String path, String... more) throws IOException {
        send(HEADERS, END_HEADERS | flags, stream, headers(method, path, more));
    }

    /** Encodes names and values literally, without a table and without Huffman. */
    static byte[] headers(String method, String path, String... more) {
        var fields = new ArrayList<>(
                List.of(":method", method, ":scheme", "https", ":path", path, ":authority", "localhost"));
        fields.addAll(List.of(more));
        return fields(fields.toArray(String[]::new));
    }

    static byte[] fields(String... fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            var text = fields[i].getBytes(StandardCharsets.ISO_8859_1);
            length(block, text.length);
            block.writeBytes(text);
        }
        return block.toByteArray();
    }

    private static void length(ByteArrayOutputStream block, int length) {
        if (length < 127) {
            block.write(length);
            return;
        }
        block.write(127);
        int rest = length - 127;
        while (rest >= 128) {
            block.write(rest % 128 + 128);
            rest /= 128;
        }
        block.write(rest);
    }

    /** Next frame of one of these types; drops others. Null when the server has closed the connection. */
    public Frame next(int... types) throws IOException {
        while (true) {
            var frame = next();
            if (frame == null) {
                return null;
            }
            for (int type : types) {
                if (frame.type() == type && (type != SETTINGS || (frame.flags() & ACK) == 0)) {
                    return frame;
                }
            }
        }
    }

    private Frame next() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            var payload = new byte[length];
            in.readFully(payload);
            int priority = (flags & PRIORITY) == 0 ? 0 : PRIORITY_OCTETS;
            var headers = type == HEADERS
                    ? decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload, priority, length - priority))
                    : null;
            return new Frame(type, flags, stream, payload, headers);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        } catch (EOFException | SocketException closed) {
            return null;
        }
    }

    /** Number of requests answered until no answer arrives for so long. */
    int answersWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        int answers = 0;
        try {
            while (next(HEADERS) != null) {
                answers++;
            }
        } catch (SocketTimeoutException none) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
        return answers;
    }

    /** Whether the server closes the connection before the timeout. */
    boolean ends() throws IOException {
        try {
            while (next() != null) {
                // drops frames before the end
            }
            return true;
        } catch (SocketTimeoutException patienceEnds) {
            return false;
        }
    }

    /** The server's SETTINGS: concurrent streams, then octets of headers. */
    List<Integer> limits() throws IOException {
        var settings = next(SETTINGS);
        var limits = new ArrayList<>(List.of(0, 0));
        for (int at = 0; at < settings.payload().length; at += 6) {
            switch (ByteBuffer.wrap(settings.payload()).getShort(at)) {
                case MAX_CONCURRENT_STREAMS -> limits.set(0, settings.number(at + 2));
                case MAX_HEADER_LIST_SIZE -> limits.set(1, settings.number(at + 2));
                default -> {}
            }
        }
        return limits;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
