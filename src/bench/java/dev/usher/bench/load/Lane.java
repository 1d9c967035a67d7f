package dev.usher.bench.load;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.function.IntConsumer;

/**
 * One connection over a raw socket, with one request under way at a time, so that the load costs less than the server:
 * they share the processors. Runs on one event loop.
 */
final class Lane {
    /** In place of a status: the connection was closed before there was an answer. */
    static final int CUT = 0;

    private static final int STATUS = "HTTP/1.1 ".length();
    private static final int DECIMAL = 10;
    private static final Buffer NOTHING = Buffer.buffer(0);

    private final URI server;
    private final NetSocket socket;
    private IntConsumer answered;
    private Buffer partial = NOTHING;
    private boolean closed;

    private Lane(URI server, NetSocket socket) {
        this.server = server;
        this.socket = socket;
        socket.handler(this::received);
        socket.closeHandler(end -> {
            closed = true;
            answer(CUT);
        });
    }

    static Future<Lane> open(NetClient client, URI server) {
        return client.connect(server.getPort(), server.getHost()).map(socket -> new Lane(server, socket));
    }

    /** @param headers of the call besides its own, each with its line's end */
    static Buffer request(URI server, Call call, String headers) {
        var head = call.method() + " " + call.path() + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n" + headers;
        return call.body() == null
                ? Buffer.buffer(head + "\r\n")
                : Buffer.buffer(head + "Content-Type: application/json\r\nContent-Length: "
                                + call.body().length() + "\r\n\r\n")
                        .appendBuffer(call.body());
    }

    URI server() {
        return server;
    }

    boolean closed() {
        return closed;
    }

    /** @param answered called with the answer's status, or {@link #CUT} */
    void send(Buffer request, IntConsumer answered) {
        this.answered = answered;
        socket.write(request);
    }

    /** Closes the connection; the callback of a request under way is not called. */
    void close() {
        answered = null;
        socket.close();
    }

    private void received(Buffer bytes) {
        Buffer answer = partial.length() == 0 ? bytes : partial.appendBuffer(bytes);
        if (AnswerLength.of(answer) > answer.length()) {
            partial = answer.copy();
            return;
        }
        partial = NOTHING;
        int status = 0;
        for (int digit = 0; digit < 3; digit++) {
            status = status * DECIMAL + answer.getByte(STATUS + digit) - '0';
        }
        answer(status);
    }

    private void answer(int status) {
        var waiting = answered;
        answered = null;
        if (waiting != null) {
            waiting.accept(status);
        }
    }
}
