package dev.usher.bus;

import dev.usher.service.Deadline;
import dev.usher.service.DeniedException;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import dev.usher.service.ServiceException;
import dev.usher.service.UnavailableException;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Typed requests over the local event bus. Wraps the consumer of every service, so that each request gets an outcome.
 *
 * <p>A request goes to its service as a message. The outcome comes back through the promise in that message, on the
 * caller's context: the bus's own replies would register an address and set a timer for each request. All deadlines
 * share one timer wheel.
 *
 * <p>Immutable and shared by all verticles.
 */
public final class ServiceBus implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceBus.class);
    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setCodecName(LocalCodec.NAME).setLocalOnly(true);
    private static final long TICK_MILLIS = 10;

    private final Vertx vertx;
    private final HashedWheelTimer deadlines =
            new HashedWheelTimer(new DefaultThreadFactory("deadlines", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
    private final BusListener listener;

    /** Must be created once per Vert.x instance: a codec cannot be registered twice. */
    public ServiceBus(Vertx vertx) {
        this(vertx, BusListener.NONE);
    }

    /** As above, with a listener for requests and outcomes. */
    public ServiceBus(Vertx vertx, BusListener listener) {
        this.vertx = vertx;
        this.listener = listener;
        vertx.eventBus().registerCodec(new LocalCodec());
    }

    /**
     * Sends a request to the service of its class.
     *
     * @param deadline soon after it the outcome is {@link RefusalReason#BUSY}, and a later answer is dropped
     * @return the outcome; fails only with unexpected errors
     */
    public <A> Future<Outcome<A>> ask(Request<A> request, Deadline deadline) {
        var asked = new PendingRequest<>(request);
        var timeout = deadlines.newTimeout(asked, deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        vertx.eventBus()
                .sender(address(request.getClass()), OPTIONS)
                .write(asked)
                .onFailure(nobodyServes -> asked.answer(Outcome.refused(RefusalReason.BUSY)));
        long begun = System.nanoTime();
        listener.asked(request.getClass());
        return asked.future(vertx.getOrCreateContext()).onComplete(ended -> {
            timeout.cancel();
            listener.answered(request.getClass(), ended.failed(), System.nanoTime() - begun);
        });
    }

    /** Serves the requests of one class on the calling context; completes when the consumer is registered. */
    public <A, Q extends Request<A>> Future<Void> serve(Class<Q> type, Function<Q, Future<Outcome<A>>> service) {
        return vertx.eventBus()
                .<PendingRequest<A>>localConsumer(address(type), message -> {
                    var asked = message.body();
                    guarded(service, type.cast(asked.request())).onComplete(asked::answer, failure -> {
                        if (!(failure instanceof DeniedException)) {
                            LOG.error("request={} failed", type.getSimpleName(), failure);
                        }
                        asked.fail(new ServiceException(type));
                    });
                })
                .completion();
    }

    /** Sends a record to all listeners of an address. */
    public void publish(String address, Record news) {
        vertx.eventBus().publish(address, news, OPTIONS);
    }

    /** Stops the deadline timer; no request may follow. Blocks until its thread ends: do not call on an event loop. */
    @Override
    public void close() {
        deadlines.stop();
    }

    /**
     * Receives the records published to an address, on the calling context; completes when the consumer is registered.
     */
    public <N> Future<Void> listen(String address, Consumer<N> heard) {
        return vertx.eventBus()
                .<N>localConsumer(address, message -> heard.accept(message.body()))
                .completion();
    }

    private static <A, Q> Future<Outcome<A>> guarded(Function<Q, Future<Outcome<A>>> service, Q request) {
        Future<Outcome<A>> outcome;
        try {
            outcome = service.apply(request);
        } catch (RuntimeException e) {
            outcome = Future.failedFuture(e);
        }
        return outcome.recover(failure -> {
            if (failure instanceof UnavailableException) {
                LOG.debug("busy: {}", failure.getMessage());
                return Future.succeededFuture(Outcome.refused(RefusalReason.BUSY));
            }
            return Future.failedFuture(failure);
        });
    }

    private static String address(Class<?> request) {
        return request.getName();
    }
}
