package dev.usher.http.sse;

import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.connection.ClientAddressResolver;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.RequestListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the open streams or downloads of one event loop, and limits them in total and for each caller. Belongs to that
 * event loop.
 */
public final class StreamQuota {
    /** Inverse of the share that one caller may have. */
    private static final int CALLERS = 4;

    private final RequestListener listener;
    private final int limit;
    private final ClientAddressResolver addresses;
    private final Map<String, Integer> callers = new HashMap<>();
    private int count;
    private boolean closed;

    /**
     * @param listener notified of the number of responses
     * @param addresses of callers without a token
     */
    public StreamQuota(RequestListener listener, int limit, ClientAddressResolver addresses) {
        this.listener = listener;
        this.limit = limit;
        this.addresses = addresses;
    }

    /** Returns the name under which the request's caller is counted. */
    public String caller(ValidatedRequest request) {
        return request.caller().userId().orElseGet(() -> addresses.of(request.http()));
    }

    /** Counts a response of the caller until {@link #release}, or returns the problem that prevents it. */
    public Optional<ProblemType> acquire(String caller) {
        if (closed) {
            return Optional.of(ProblemType.BUSY);
        }
        if (count >= limit || callers.getOrDefault(caller, 0) >= Math.max(1, limit / CALLERS)) {
            return Optional.of(ProblemType.TOO_MANY_REQUESTS);
        }
        callers.merge(caller, 1, Integer::sum);
        count++;
        listener.streams(1);
        return Optional.empty();
    }

    /** Called once for each acquired response, when it is over. */
    public void release(String caller) {
        callers.computeIfPresent(caller, (name, many) -> many > 1 ? many - 1 : null);
        count--;
        listener.streams(-1);
    }

    /** Refuses all further responses: the server is stopping. */
    public void close() {
        closed = true;
    }
}
