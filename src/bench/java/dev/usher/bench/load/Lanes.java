package dev.usher.bench.load;

import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Pool of connections that stay open between loads. Runs on one event loop. */
final class Lanes {
    private final NetClient client;
    private final Map<URI, Deque<Lane>> free = new HashMap<>();

    Lanes(NetClient client) {
        this.client = client;
    }

    /** An idle connection, or a new one. */
    Future<Lane> take(URI server) {
        var lanes = free.computeIfAbsent(server, any -> new ArrayDeque<>());
        while (!lanes.isEmpty()) {
            var lane = lanes.pop();
            if (!lane.closed()) {
                return Future.succeededFuture(lane);
            }
        }
        return Lane.open(client, server);
    }

    /** Returns a connection whose request was answered. */
    void free(Lane lane) {
        free.get(lane.server()).push(lane);
    }
}
