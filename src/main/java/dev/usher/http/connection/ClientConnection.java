package dev.usher.http.connection;

import dev.usher.http.connection.EdgeListener.Cut;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
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

/** State of one client connection, and its share of the octet budget. Belongs to the connection's event loop. */
public abstract class ClientConnection {
    /** Timeout for a response to be read: enough for the largest one over a slow connection. */
    private static final long UNREAD_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Octets of heap for an unsent response, besides its body; in HTTP/2 its stream and request are kept with it. */
    private static final int RESPONSE = 1024;

    private static final int HTTP2_RESPONSE = 4 * 1024;

    private static final AttributeKey<ClientConnection> KEY = AttributeKey.valueOf("usher.connection");

    final ConnectionRegistry registry;
    final Channel channel;
    private final Set<Hold> holds = new HashSet<>();
    /** Octets of the requests under way, by stream; HTTP/1.1 has one at a time. */
    private final Map<Integer, Long> requests = new HashMap<>();

    boolean condemned;
    private boolean closed;

    ClientConnection(ConnectionRegistry registry, Channel channel) {
        this.registry = registry;
        this.channel = channel;
        channel.attr(KEY).set(this);
        channel.closeFuture().addListener(gone -> closed());
        registry.open.add(this);
    }

    public static ClientConnection of(HttpServerRequest request) {
        return VertxInternals.channel(request.connection()).attr(KEY).get();
    }

    /** Called when a request's headers are complete. It is under way until it is answered or the client disconnects. */
    void arrived(HttpServerRequest request, long octets) {
        int stream = request.response().streamId();
        requests.put(stream, octets);
        request.response().bodyEndHandler(end -> answered(stream));
    }

    /** Called when a response is written. */
    void answered(int stream) {
        free(stream);
    }

    /** Called when a request is no longer under way. */
    public void free(int stream) {
        var octets = requests.remove(stream);
        if (octets != null) {
            registry.free(octets);
        }
    }

    /** Called after the server has closed its port, and before it closes this connection. */
    void leave() {}

    /** Stops reading the connection: what follows the request that is refused now cannot be trusted. */
    public void condemn() {
        condemned = true;
    }

    /** Returns a hold for a body that is being received; its deadline is the request's. */
    public Hold holdBody() {
        return new Hold(Cut.MEMORY, Long.MAX_VALUE);
    }

    /** Ends a response without a body. */
    public Future<Void> end(HttpServerResponse response) {
        return write(response, 0, response::end);
    }

    /**
     * Writes, and counts the octets against the budget from before the write until the client has taken them. Announces
     * in the response's head when it is the last one of the connection.
     */
    public Future<Void> write(HttpServerResponse response, long octets, Supplier<Future<Void>> written) {
        boolean last = response.streamId() < 0 && (condemned || registry.leaving);
        if (last && !response.headWritten()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        var hold = new Hold(Cut.UNREAD, UNREAD_NANOS);
        if (!hold.set(octets + (response.streamId() < 0 ? RESPONSE : HTTP2_RESPONSE))) {
            cut(Cut.MEMORY);
            return Future.failedFuture("no memory for a response");
        }
        return written.get().onComplete(read -> hold.set(0));
    }

    /** Returns the sum of octets times the nanoseconds that they have waited. */
    double weight() {
        return holds.stream().mapToDouble(Hold::weight).sum();
    }

    /** Closes the connection when one of its holds has expired. */
    void closeExpired() {
        holds.stream().filter(Hold::isExpired).findAny().ifPresent(hold -> cut(hold.cause));
    }

    /** Closes the connection at once, and drops what the client has not read. */
    void cut(Cut cause) {
        if (channel.isOpen()) {
            registry.listener.cut(cause);
        }
        reset();
    }

    /** Closes the connection at once, which no client takes for an orderly end. */
    public void reset() {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.voidPromise());
        }
        closed();
    }

    /** Releases everything. Called at least once. */
    void closed() {
        closed = true;
        condemned = true;
        List.copyOf(requests.keySet()).forEach(this::free);
        holds.forEach(hold -> registry.budget.give(hold.octets));
        holds.clear();
        registry.open.remove(this);
    }

    /** Octets kept until the client has sent the rest of its request or read a response. */
    public final class Hold {
        private final Cut cause;
        private final long nanos;
        private long since;
        private long octets;

        /** @param nanos after which the connection is closed; {@link Long#MAX_VALUE} for never */
        Hold(Cut cause, long nanos) {
            this.cause = cause;
            this.nanos = nanos;
        }

        /** Returns false when there is no room and none can be made, or when making it closed this connection. */
        public boolean set(long wanted) {
            long more = wanted - octets;
            if (closed || !registry.budget.take(more)) {
                return false;
            }
            if (closed) {
                registry.budget.give(more);
                return false;
            }
            since = octets == 0 ? registry.budget.now() : since;
            octets = wanted;
            if (octets == 0) {
                holds.remove(this);
            } else {
                holds.add(this);
            }
            return true;
        }

        private boolean isExpired() {
            return registry.budget.now() - since > nanos;
        }

        private double weight() {
            return (double) octets * Math.max(0, registry.budget.now() - since);
        }
    }
}
