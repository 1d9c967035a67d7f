package dev.usher.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every request to a service is answered, and before its deadline. */
@ExtendWith(VertxExtension.class)
class BusTest {
    private ServiceBus bus;

    private record Ask(String what) implements Request<String> {}

    @BeforeEach
    void open(Vertx vertx) {
        bus = new ServiceBus(vertx);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    private String ask(Function<Ask, Future<Outcome<String>>> service) throws Exception {
        return ask(service, Eventually.PATIENT_MILLIS);
    }

    private String ask(Function<Ask, Future<Outcome<String>>> service, long millis) throws Exception {
        return Eventually.get(bus.serve(Ask.class, service)
                .compose(served -> bus.ask(new Ask("it"), Deadline.inMillis(millis)))
                .map(outcome -> outcome.fold(
                        answer -> answer, refused -> refused.reason().name()))
                .otherwise(failure -> "failed"));
    }

    @Test
    void aStoreThatDoesNotAnswerIsBusy() throws Exception {
        assertThat(ask(request -> Future.failedFuture(new UnavailableException("slow", null))))
                .isEqualTo("BUSY");
    }

    @Test
    void anAnswerThatIsLateIsBusyAtTheDeadline() throws Exception {
        assertThat(ask(request -> Promise.<Outcome<String>>promise().future(), 30))
                .isEqualTo("BUSY");
    }

    @Test
    void whatNobodyServesIsBusyAtOnce() throws Exception {
        assertThat(Eventually.get(bus.ask(new Ask("it"), Eventually.patient())))
                .isEqualTo(Outcome.refused(RefusalReason.BUSY));
    }

    /** The answer arrives from another thread while the caller adds its handlers. */
    @Test
    void handlersOfAnAnswerRunInTheirOrder(Vertx vertx) {
        var asked = new PendingRequest<>(new Ask("it"));
        var order = new ConcurrentLinkedQueue<Integer>();
        vertx.runOnContext(caller -> {
            var answer = asked.future(vertx.getOrCreateContext()).onComplete(outcome -> order.add(1));
            CompletableFuture.runAsync(() -> asked.answer(Outcome.done("it"))).join();
            answer.onComplete(outcome -> order.add(2));
        });
        Eventually.holds(() -> assertThat(order).hasSize(2));
        assertThat(order).containsExactly(1, 2);
    }

    @Test
    void aServiceThatFailsFailsItsCaller() throws Exception {
        assertThat(ask(request -> Future.failedFuture("unforeseen"))).isEqualTo("failed");
    }

    @Test
    void aServiceThatThrowsFailsItsCallerAtOnce() throws Exception {
        long start = System.nanoTime();
        assertThat(ask(request -> {
                    throw new IllegalStateException("unforeseen");
                }))
                .isEqualTo("failed");
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(60));
    }
}
