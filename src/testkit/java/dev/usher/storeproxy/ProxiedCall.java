package dev.usher.storeproxy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/**
 * One request through the proxy and back. The store executes it in the middle of the request's latency; the answer is
 * sent when the latency is over, or when the store answers if that is later. Its items stay locked meanwhile.
 *
 * <p>Runs on the proxy's event loop.
 */
final class ProxiedCall {
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

    private final Way way;
    private final HttpServerRequest client;
    private final Buffer body;
    private final StoreRequest request;
    private final Fault fault;
    private final double latencyMillis;
    private long arrived;

    /** State that all requests of a proxy share, with the current behaviour. */
    record Way(
            Vertx vertx,
            Upstream store,
            ConflictChecker gate,
            Tally tally,
            FaultProfile manners,
            RandomGenerator random) {}

    ProxiedCall(Way way, HttpServerRequest client, Buffer body, StoreRequest request) {
        this.way = way;
        this.client = client;
        this.body = body;
        this.request = request;
        var manners = way.manners();
        fault = manners.faults().draw(request.operation(), way.random());
        latencyMillis = (request.isTransaction() ? manners.transactions() : manners.others()).sample(way.random());
    }

    void begin() {
        way.tally().request(request.operation());
        if (fault != Fault.NONE) {
            way.tally().fault(fault);
        }
        switch (fault) {
            case RESET -> cut();
            case ERROR_500 -> after(latencyMillis, () -> answer(InjectedError.internalError()));
            case ERROR_503 -> after(latencyMillis, () -> answer(InjectedError.unavailable()));
            case DENIED -> after(latencyMillis, () -> answer(InjectedError.denied(request.operation())));
            case THROTTLED -> after(latencyMillis, () -> answer(InjectedError.throttled()));
            case STALL -> after(way.manners().faults().stallMillis(), this::knock);
            case NONE, LOST_REPLY, ERROR_500_AFTER, STALL_REPLY -> knock();
        }
    }

    private void knock() {
        arrived = System.nanoTime();
        InjectedError refusal = way.gate().admit(request, way.manners());
        if (refusal == null) {
            after(latencyMillis / 2, this::forward);
        } else {
            way.tally().refusal(refusal.code());
            after(latencyMillis / 2, () -> answer(refusal));
        }
    }

    private void forward() {
        way.store()
                .send(client.method(), client.uri(), client.headers(), body)
                .onComplete(
                        reply -> after(latencyMillis - (System.nanoTime() - arrived) / 1e6, () -> end(reply)),
                        unreachable -> {
                            way.gate().release(request);
                            cut();
                        });
    }

    private void end(Upstream.Reply reply) {
        way.gate().release(request);
        switch (fault) {
            case LOST_REPLY -> cut();
            case ERROR_500_AFTER -> answer(InjectedError.internalError());
            case STALL_REPLY -> after(way.manners().faults().stallMillis(), () -> answer(reply));
            case NONE, STALL, RESET, ERROR_500, ERROR_503, DENIED, THROTTLED -> answer(reply);
        }
    }

    private void answer(Upstream.Reply reply) {
        if (gone()) {
            return;
        }
        Upstream.copy(reply.headers(), client.response().headers());
        long offset = way.manners().dateOffsetMillis();
        if (offset != 0) {
            var date = Instant.now().plusMillis(offset).atOffset(ZoneOffset.UTC);
            client.response().putHeader(HttpHeaders.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(date));
        }
        client.response().setStatusCode(reply.status()).end(reply.body());
    }

    private void answer(InjectedError refusal) {
        if (gone()) {
            return;
        }
        client.response()
                .setStatusCode(refusal.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .end(refusal.body());
    }

    private boolean gone() {
        return client.response().closed() || client.response().ended();
    }

    private void cut() {
        client.connection().close();
    }

    private void after(double millis, Runnable next) {
        long whole = Math.round(millis);
        if (whole < 1) {
            next.run();
        } else {
            way.vertx().setTimer(whole, fired -> next.run());
        }
    }
}
