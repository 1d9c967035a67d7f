package dev.usher.erasure;

import static dev.usher.acceptance.Eventually.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.bus.ServiceBus;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.store.RegistrationStore;
import dev.usher.service.Deadline;
import dev.usher.service.Page;
import dev.usher.service.Timestamp;
import dev.usher.users.EraseUser;
import dev.usher.users.Erasure;
import dev.usher.users.UserExistenceCache;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many erasures are worked on at a time, with users that have no registrations. */
class ErasureVerticleTest {
    private static final int PAGE = 100;
    private static final long SWEEP_MILLIS = 3_600_000;

    private final Vertx vertx = Vertx.vertx();
    private final ServiceBus bus = new ServiceBus(vertx);
    /** Reads of pages, and of users' registrations, in their order. */
    private final Queue<String> reads = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() throws Exception {
        bus.close();
        get(vertx.close());
    }

    @Test
    void sweepReadsTheNextPageOnlyAfterItHasWorkedOnTheOneBefore() throws Exception {
        int pages = 5;
        deploy(pages, Future.succeededFuture());
        await().atMost(Duration.ofSeconds(60)).until(() -> reads.size() == pages * (PAGE + 1));
        assertThat(reads)
                .containsExactlyElementsOf(IntStream.range(0, pages)
                        .boxed()
                        .flatMap(page -> Stream.concat(
                                Stream.of("page " + page), users(page).stream().map(PendingErasure::userId)))
                        .toList());
    }

    @Test
    void requestsBeginABoundedNumberOfErasuresAndLeaveTheOthersToTheSweep() throws Exception {
        Promise<Void> slow = Promise.promise();
        deploy(0, slow.future());
        for (int i = 0; i < 2 * ErasureVerticle.MAX_BEGUN; i++) {
            assertThat(erase("user-" + i)).isFalse();
        }
        assertThat(passes()).isEqualTo(ErasureVerticle.MAX_BEGUN);
        slow.complete();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            erase("late");
            return reads.contains("late");
        });
    }

    private long passes() {
        return reads.stream().filter(read -> !read.startsWith("page")).count();
    }

    private boolean erase(String userId) throws Exception {
        return get(bus.ask(new EraseUser(userId, null), Deadline.inMillis(60_000)))
                .fold(Erasure::complete, refused -> null);
    }

    /** @param registrationsRead completes before any registrations are read */
    private void deploy(int pages, Future<Void> registrationsRead) throws Exception {
        var ending = new RegistrationEnding(new NoRegistrations(registrationsRead), null, 5_000);
        var known = new UserExistenceCache();
        get(vertx.deployVerticle(new ErasureVerticle(bus, new Erasures(pages), ending, known, 5_000, SWEEP_MILLIS)));
    }

    private static List<PendingErasure> users(int page) {
        return IntStream.range(0, PAGE)
                .mapToObj(
                        i -> new PendingErasure("user-" + page + "-" + i, new Timestamp("2026-11-22T09:30:00Z"), null))
                .toList();
    }

    /** Its users are all erased, and their erasures never end. */
    private final class Erasures implements ErasureStore {
        private final int pages;

        Erasures(int pages) {
            this.pages = pages;
        }

        @Override
        public Future<Optional<Erasure>> begin(String userId, String by, Timestamp now) {
            return Future.succeededFuture(Optional.of(new Erasure(userId, now, false)));
        }

        @Override
        public Future<Page<PendingErasure>> pending(String after) {
            int page = after == null ? 0 : Integer.parseInt(after);
            reads.add("page " + page);
            return Future.succeededFuture(new Page<>(
                    page < pages ? users(page) : List.of(), page + 1 < pages ? Integer.toString(page + 1) : null));
        }

        @Override
        public Future<Boolean> end(PendingErasure erasure) {
            throw new AssertionError(erasure);
        }
    }

    private final class NoRegistrations implements RegistrationStore {
        private final Future<Void> read;

        NoRegistrations(Future<Void> read) {
            this.read = read;
        }

        @Override
        public Future<Page<String>> eventsOf(String userId, int limit, String after) {
            reads.add(userId);
            return read.compose(done -> vertx.timer(1)).map(later -> new Page<>(List.of(), null));
        }

        @Override
        public Future<Page<Registration>> ofUser(String userId, Registration.Status status, int limit, String after) {
            throw new AssertionError(userId);
        }

        @Override
        public Future<Page<Registration>> seated(String eventId, int limit, String after) {
            throw new AssertionError(eventId);
        }
    }
}
