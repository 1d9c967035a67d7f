package dev.usher.http;

import dev.usher.http.EdgeWatch.Cut;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The state that the server keeps for one connection of a client, and the account of its octets. Belongs to the
 * connection's event loop.
 */
abstract class ClientConnection {
    /** For a response to be read, the largest one over a slow line. */
    private static final long UNREAD_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int PIECE = 32 * 1024;
    /** Octets of heap for a response that waits, besides its body; in HTTP/2 its stream and request wait with it. */
    private static final int RESPONSE = 1024;

    private static final int HTTP2_RESPONSE = 4 * 1024;

    private static final AttributeKey<ClientConnection> KEY = AttributeKey.valueOf("usher.connection");

    final ConnectionRegistry registry;
    final Channel channel;
    private final Set<Hold> holds = new HashSet<>();
    /** Octets of the requests under way, by their stream; HTTP/1.1 has one at a time. */
    private final Map<Integer, Long> requests = new HashMap<>();

    private boolean condemned;
    private boolean closed;

    ClientConnection(ConnectionRegistry registry, Channel channel) {
        this.registry = registry;
        this.channel = channel;
        channel.attr(KEY).set(this);
        channel.closeFuture().addListener(gone -> closed());
        registry.add(this);
    }

    static ClientConnection of(HttpServerRequest request) {
        return VertxInternals.channel(request.connection()).attr(KEY).get();
    }

    /** A request's headers are complete. It is under way until it is answered or the client is gone. */
    void arrived(HttpServerRequest request, long octets) {
        int stream = request.response().streamId();
        requests.put(stream, octets);
        request.response().bodyEndHandler(end -> answered(stream));
    }

    /** A response is written. */
    void answered(int stream) {
        free(stream);
    }

    /** A request is not under way any more. */
    void free(int stream) {
        var octets = requests.remove(stream);
        if (octets != null) {
            registry.free(octets);
        }
    }

    /** The server has closed its port, and is about to close this connection. */
    void leave() {}

    /** Nothing more of this connection is read: what follows the request that is refused now cannot be trusted. */
    void condemn() {
        condemned = true;
    }

    boolean isCondemned() {
        return condemned;
    }

    /** For a body that is received; its deadline is the request's. */
    Hold holdBody() {
        return new Hold(Cut.MEMORY, Long.MAX_VALUE);
    }

    /** A response without a body. */
    Future<Void> end(HttpServerResponse response) {
        return write(response, 0, response::end);
    }

    /** Accounts octets from before they are written until the client has taken them. */
    Future<Void> write(HttpServerResponse response, long octets, Supplier<Future<Void>> written) {
        if (!response.headWritten()) {
            announce(response);
        }
        var hold = new Hold(Cut.UNREAD, UNREAD_NANOS);
        if (!hold.set(octets + (response.streamId() < 0 ? RESPONSE : HTTP2_RESPONSE))) {
            cut(Cut.MEMORY);
            return Future.failedFuture("no memory for a response");
        }
        return written.get().onComplete(read -> hold.set(0));
    }

    /** Writes shared content in pieces, each of them when the client has taken the one before. */
    Future<Void> endInPieces(HttpServerResponse response, Buffer content) {
        return write(response, Math.min(PIECE, content.length()), () -> pieces(response, content, 0));
    }

    private static Future<Void> pieces(HttpServerResponse response, Buffer content, int from) {
        int to = Math.min(from + PIECE, content.length());
        var piece = content.slice(from, to);
        return to == content.length()
                ? response.end(piece)
                : response.write(piece).compose(taken -> pieces(response, content, to));
    }

    /** The response's head says whether it is the connection's last. */
    private void announce(HttpServerResponse response) {
        if (response.streamId() < 0 && (condemned || registry.isLeaving())) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** Octets times nanoseconds that they have waited. */
    double weight() {
        return holds.stream().mapToDouble(Hold::weight).sum();
    }

    /** Closes the connection when its client is too late with something. */
    void closeExpired() {
        holds.stream().filter(Hold::isExpired).findAny().ifPresent(hold -> cut(hold.cause));
    }

    /** Closes at once, and drops what the client has not read. */
    void cut(Cut cause) {
        if (channel.isOpen()) {
            registry.watch().cut(cause);
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.voidPromise());
        }
        closed();
    }

    /** Gives everything back. Called at least once. */
    void closed() {
        closed = true;
        condemned = true;
        List.copyOf(requests.keySet()).forEach(this::free);
        holds.forEach(hold -> registry.budget().give(hold.octets));
        holds.clear();
        registry.remove(this);
    }

    /** Octets that wait for the client: for the rest of its request, or for a response to be read. */
    final class Hold {
        private final Cut cause;
        private final long nanos;
        private long since;
        private long octets;

        /** @param nanos after which the connection is closed; {@link Long#MAX_VALUE} for none */
        Hold(Cut cause, long nanos) {
            this.cause = cause;
            this.nanos = nanos;
        }

        /** Returns false when there is no room and none can be made, or the connection was closed to make some. */
        boolean set(long wanted) {
            long more = wanted - octets;
            if (closed || !registry.budget().take(more)) {
                return false;
            }
            if (closed) {
                registry.budget().give(more);
                return false;
            }
            since = octets == 0 ? registry.budget().now() : since;
            octets = wanted;
            if (octets == 0) {
                holds.remove(this);
            } else {
                holds.add(this);
            }
            return true;
        }

        private boolean isExpired() {
            return registry.budget().now() - since > nanos;
        }

        private double weight() {
            return (double) octets * Math.max(0, registry.budget().now() - since);
        }
    }
}
