package dev.usher.http.response;

import dev.usher.contract.Operation;
import dev.usher.service.CurrentTrace;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Access-log entry and metrics of one request, from the arrival of its headers to the last octet of its response. The
 * access log has its own logger: status 500 is logged at WARN, every other one at INFO. Never logs a path, a body or a
 * name. Belongs to the request's event loop.
 */
public final class AccessLog implements Handler<Void> {
    /** Separate name, so that the access log has a level of its own. */
    static final String LOGGER = "dev.usher.access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final String NO_OPERATION = "none";
    private static final String OK = "ok";
    private static final String OTHER = "refused";
    private static final int FIRST_REFUSAL = 400;
    private static final long NANOS_IN_A_MICRO = 1_000;

    private final HttpServerResponse response;
    private final RequestListener listener;
    private final long begun = System.nanoTime();
    private final String operation;
    /** Read at the start, because the trace ends with the response. */
    private final String traceId = CurrentTrace.id();

    private ProblemType problem;
    private boolean counted;

    private AccessLog(HttpServerResponse response, RequestListener listener, String operation) {
        this.response = response;
        this.listener = listener;
        this.operation = operation;
        response.headersEndHandler(sending -> response.putHeader(HttpHeaders.DATE, HttpDate.now()))
                .endHandler(this);
    }

    /** Begins the entry of a request that may not reach an operation. Adds the request id to its response. */
    public static AccessLog begin(HttpServerRequest request, RequestListener listener) {
        request.response()
                .putHeader(RequestId.HEADER, RequestId.of(request))
                .putHeader(SecurityHeaders.CONTENT_TYPE_OPTIONS, SecurityHeaders.NO_SNIFFING)
                .putHeader(HttpHeaders.CACHE_CONTROL, SecurityHeaders.NO_STORE);
        if (request.isSSL()) {
            request.response().putHeader(SecurityHeaders.TRANSPORT_SECURITY, SecurityHeaders.A_YEAR);
        }
        return new AccessLog(request.response(), listener, NO_OPERATION);
    }

    /** Begins the entry of an operation, which replaces the one of the request. */
    public static AccessLog of(Operation operation, HttpServerResponse response, RequestListener listener) {
        return new AccessLog(response, listener, operation.id());
    }

    /** Records the problem of the answer, or null for none. */
    public void problem(ProblemType type) {
        problem = type;
    }

    @Override
    public void handle(Void ended) {
        answered();
    }

    /**
     * Counts the request and writes its log line, once. A stream counts as answered when it opens, since its reader
     * decides how long it lasts.
     */
    public void answered() {
        if (counted) {
            return;
        }
        counted = true;
        int status = response.getStatusCode();
        long nanos = System.nanoTime() - begun;
        var outcome = problem != null ? problem.code() : status < FIRST_REFUSAL ? OK : OTHER;
        listener.answered(operation, status, outcome, nanos);
        boolean fault = status == ProblemType.INTERNAL_ERROR.status();
        if (fault ? LOG.isWarnEnabled() : LOG.isInfoEnabled()) {
            var line = LOG.atLevel(fault ? Level.WARN : Level.INFO)
                    .addKeyValue("requestId", response.headers().get(RequestId.HEADER))
                    .addKeyValue("operation", operation)
                    .addKeyValue("status", status)
                    .addKeyValue("outcome", outcome)
                    .addKeyValue("micros", nanos / NANOS_IN_A_MICRO);
            (traceId == null ? line : line.addKeyValue(CurrentTrace.NAME, traceId)).log("answered");
        }
    }
}
