package dev.usher.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Typed requests over the local event bus. One consumer wrapper for every service: whatever a service does, its caller
 * gets an answer.
 *
 * <p>Immutable and shared by all verticles; an answer arrives on the context that asked.
 */
public final class Bus {
    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
    private static final int UNFORESEEN = 500;

    private final Vertx vertx;

    /** Once per Vert.x instance: a codec cannot be registered twice. */
    public Bus(Vertx vertx) {
        this.vertx = vertx;
        vertx.eventBus().registerCodec(new RecordCodec());
    }

    /**
     * Asks the service of the request's class.
     *
     * @param deadline after it the outcome is {@link Reason#BUSY}, and whatever the service says later is dropped
     * @return fails only with what nobody foresaw
     */
    public <A> Future<Outcome<A>> ask(Request<A> request, Deadline deadline) {
        var options = options().setSendTimeout(Math.max(1, deadline.remainingMillis()));
        return vertx.eventBus()
                .<Outcome<A>>request(address(request.getClass()), request, options)
                .map(Message::body)
                .recover(Bus::busyWhenLate);
    }

    /** Serves the requests of one class on the calling context; completes when the consumer is registered. */
    public <A, Q extends Request<A>> Future<Void> serve(Class<Q> type, Function<Q, Future<Outcome<A>>> service) {
        return vertx.eventBus()
                .<Q>localConsumer(address(type), message -> guarded(service, message.body())
                        .onComplete(outcome -> message.reply(outcome, options()), failure -> {
                            LOG.error("request={} failed", type.getSimpleName(), failure);
                            message.fail(UNFORESEEN, type.getSimpleName());
                        }))
                .completion();
    }

    /** Tells all who listen at an address. */
    public void publish(String address, Record news) {
        vertx.eventBus().publish(address, news, options());
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
                return Future.succeededFuture(Outcome.refused(Reason.BUSY));
            }
            return Future.failedFuture(failure);
        });
    }

    private static <A> Future<Outcome<A>> busyWhenLate(Throwable failure) {
        boolean late = failure instanceof ReplyException reply && reply.failureType() != ReplyFailure.RECIPIENT_FAILURE;
        return late ? Future.succeededFuture(Outcome.refused(Reason.BUSY)) : Future.failedFuture(failure);
    }

    private static String address(Class<?> request) {
        return request.getName();
    }

    private static DeliveryOptions options() {
        return new DeliveryOptions().setCodecName(RecordCodec.NAME).setLocalOnly(true);
    }
}
