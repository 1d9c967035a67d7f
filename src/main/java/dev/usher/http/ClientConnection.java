package dev.usher.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
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
    /** Octets of heap for a response that waits, besides its body. */
    private static final int RESPONSE = 1024;

    private static final AttributeKey<ClientConnection> KEY = AttributeKey.valueOf("usher.connection");

    final ConnectionRegistry registry;
    final Channel channel;
    private final Set<OctetBudget.Hold> holds = new HashSet<>();
    private boolean condemned;

    ClientConnection(ConnectionRegistry registry, Channel channel) {
        this.registry = registry;
        this.channel = channel;
        channel.attr(KEY).set(this);
        channel.closeFuture().addListener(closed -> closed());
    }

    static ClientConnection of(HttpServerRequest request) {
        return VertxInternals.channel(request.connection()).attr(KEY).get();
    }

    /** A request's headers are complete. */
    abstract void arrived(HttpServerRequest request, ConnectionRegistry.Underway underway);

    /** The account of a request that has arrived. */
    abstract ConnectionRegistry.Underway underway(HttpServerRequest request);

    /** The client has read a response. */
    void resume() {}

    /** The server has closed its port, and is about to close this connection. */
    void leave() {}

    /** Nothing more of this connection is read: what follows the request that is refused now cannot be trusted. */
    void condemn() {
        condemned = true;
    }

    boolean isCondemned() {
        return condemned;
    }

    /**
     * Changes the octets of a hold.
     *
     * @param hold null for none yet
     * @param octets 0 to release it
     * @return null for none any more
     */
    OctetBudget.Hold hold(OctetBudget.Hold hold, EdgeWatch.Cut cause, long nanos, long octets) {
        if (octets == 0) {
            if (hold != null) {
                hold.release();
            }
            return null;
        }
        var kept = hold == null ? registry.budget().hold(this, cause, nanos, 0) : hold;
        if (!kept.grow(octets - kept.octets())) {
            cut(EdgeWatch.Cut.MEMORY);
        }
        return kept;
    }

    /** For a body that is received; its deadline is the request's. */
    OctetBudget.Hold holdBody() {
        return registry.budget().hold(this, EdgeWatch.Cut.MEMORY, Long.MAX_VALUE, 0);
    }

    void held(OctetBudget.Hold hold) {
        holds.add(hold);
    }

    void released(OctetBudget.Hold hold) {
        holds.remove(hold);
    }

    /** Octets of responses that are written and not read. */
    long unread() {
        long octets = 0;
        for (var hold : holds) {
            octets += hold.isFor(EdgeWatch.Cut.UNREAD) ? hold.octets() : 0;
        }
        return octets;
    }

    /** A response that is written whole. */
    Future<Void> end(HttpServerResponse response) {
        announce(response);
        return response.end();
    }

    /** Accounts octets from before they are written until the client has taken them. */
    Future<Void> write(HttpServerResponse response, long octets, Supplier<Future<Void>> written) {
        if (!response.headWritten()) {
            announce(response);
        }
        long all = octets + RESPONSE;
        if (!registry.budget().take(all)) {
            cut(EdgeWatch.Cut.MEMORY);
            return Future.failedFuture("no memory for a response");
        }
        var read = written.get();
        if (read.isComplete()) {
            registry.budget().give(all);
        } else {
            var hold = registry.budget().hold(this, EdgeWatch.Cut.UNREAD, UNREAD_NANOS, all);
            read.onComplete(done -> {
                hold.release();
                resume();
            });
        }
        return read;
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

    /** Closes at once, and drops what the client has not read. */
    void cut(EdgeWatch.Cut cause) {
        if (channel.isOpen()) {
            registry.watch().cut(cause);
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.voidPromise());
        }
        closed();
    }

    /** Gives everything back. Called at least once. */
    void closed() {
        List.copyOf(holds).forEach(OctetBudget.Hold::release);
        registry.closed(this);
    }
}
