package dev.usher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.CapturedLog;
import dev.usher.acceptance.Eventually;
import dev.usher.bus.ServiceBus;
import dev.usher.feed.ChangeLog;
import dev.usher.registrations.model.Turn;
import dev.usher.service.Page;
import dev.usher.service.Timestamp;
import dev.usher.service.UnavailableException;
import dev.usher.webhook.store.Delivery;
import dev.usher.webhook.store.DeliveryStore;
import dev.usher.webhook.store.UntoldEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order and completeness of the deliveries of one or several processes, which may die, over tables in memory. */
class WebhookVerticleTest {
    private static final DeliveryAttempt OK = attempt(DeliveryOutcome.DELIVERED);
    private static final long SWEEP_MILLIS = 200;
    private static final WebhookTimes TIMES = new WebhookTimes(
            Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofMillis(50), WebhookTimes.DEFAULT.claim());
    private static final WebhookTimes NEVER_QUIET =
            new WebhookTimes(Duration.ofDays(1), TIMES.retry(), TIMES.breaker(), TIMES.claim());

    private final ModelDeliveries tables = new ModelDeliveries();
    private final Collection<String> arrivals = new ConcurrentLinkedQueue<>();
    private final List<Replica> replicas = new ArrayList<>();
    private volatile boolean repliesAreLost;
    /** Reads an event in place of the tables, on the context of the verticle. */
    private volatile Function<String, Optional<Future<Optional<UntoldEvent>>>> reads = eventId -> Optional.empty();

    /** Reads a page of marks in place of the tables. */
    private volatile Function<String, Optional<Future<Page<String>>>> pages = after -> Optional.empty();

    /** Answers of the endpoint by event and version. */
    private volatile BiFunction<String, Long, DeliveryAttempt> answers = (eventId, version) -> OK;

    /** A process. Once dead, none of its calls returns, and nothing of it arrives. */
    private final class Replica {
        private final Vertx vertx = Vertx.vertx();
        private final ServiceBus bus = new ServiceBus(vertx);
        private volatile boolean dead;
        private volatile DoubleSupplier lag = () -> 0;

        double lagSeconds() {
            return lag.getAsDouble();
        }

        Replica start() throws Exception {
            return start(SWEEP_MILLIS, TIMES);
        }

        Replica start(long sweepMillis, WebhookTimes times) throws Exception {
            var verticle = new WebhookVerticle(
                    bus,
                    new Mortal(this),
                    new ChangeLog(tables),
                    running -> this::post,
                    new WebhookListener() {
                        @Override
                        public void started(DoubleSupplier lagSeconds, BooleanSupplier gone) {
                            lag = lagSeconds;
                        }

                        @Override
                        public void attempted(DeliveryOutcome outcome) {}
                    },
                    sweepMillis,
                    times);
            Eventually.get(vertx.deployVerticle(verticle));
            return this;
        }

        void commit(String eventId) {
            tables.commit(eventId);
            var after = ModelDeliveries.event(eventId, tables.version(eventId));
            bus.publish(
                    Turn.ADDRESS,
                    new Turn(after, after, List.of(), List.of(), List.of(), new Timestamp("2026-11-28T04:00:00Z")));
        }

        private Future<DeliveryAttempt> post(WebhookMessage message) {
            return alive(() -> {
                var data = new JsonObject(message.body()).getJsonObject("data");
                var answer = answers.apply(data.getString("eventId"), data.getLong("version"));
                if (answer.isDelivered()) {
                    arrivals.add(message.id());
                }
                return Future.succeededFuture(answer);
            });
        }

        /** The store has done what it was asked for, but this process does not hear of it. */
        private <T> Future<T> unlessLost(T reply) {
            return repliesAreLost && ThreadLocalRandom.current().nextInt(20) == 0
                    ? Future.failedFuture(new UnavailableException("the reply is lost", null))
                    : Future.succeededFuture(reply);
        }

        private Function<String, Optional<Future<Optional<UntoldEvent>>>> reads() {
            return reads;
        }

        private Function<String, Optional<Future<Page<String>>>> pages() {
            return pages;
        }

        private DeliveryStore tables() {
            return tables;
        }

        /** The call takes effect after a moment, and returns after another, unless the process has died. */
        private <T> Future<T> alive(Supplier<Future<T>> call) {
            Promise<T> returned = Promise.promise();
            vertx.setTimer(1, begun -> {
                if (!dead) {
                    var result = call.get();
                    vertx.setTimer(1, ended -> {
                        if (!dead) {
                            result.onComplete(returned);
                        }
                    });
                }
            });
            return returned.future();
        }
    }

    private record Mortal(Replica of) implements DeliveryStore {
        @Override
        public Future<Optional<UntoldEvent>> find(String eventId) {
            return of.reads()
                    .apply(eventId)
                    .orElseGet(() -> of.alive(() -> of.tables().find(eventId)));
        }

        @Override
        public Future<Boolean> move(String eventId, Optional<Delivery> before, Delivery after) {
            return of.alive(() -> of.tables().move(eventId, before, after)).compose(of::unlessLost);
        }

        @Override
        public Future<Boolean> told(String eventId, long version) {
            return of.alive(() -> of.tables().told(eventId, version)).compose(of::unlessLost);
        }

        @Override
        public Future<Page<String>> untold(String after) {
            return of.pages()
                    .apply(after)
                    .orElseGet(() -> of.alive(() -> of.tables().untold(after)));
        }
    }

    @AfterEach
    void close() {
        replicas.forEach(replica -> {
            replica.dead = true;
            replica.bus.close();
            replica.vertx.close();
        });
    }

    @Test
    void everyVersionArrivesOnceAndInOrder() throws Exception {
        var replica = replica();
        for (int i = 0; i < 60; i++) {
            replica.commit("jazz");
        }
        Eventually.holds(() -> assertThat(arrivals).hasSize(60));
        assertThat(arrivals).containsExactlyElementsOf(ids("jazz", 1, 60));
        Eventually.holds(() -> assertThat(tables.marked()).as("marks").isZero());
        replica.commit("jazz");
        Eventually.holds(() -> assertThat(arrivals).hasSize(61));
    }

    @Test
    void changeOfAQuietEventIsReadOnceAndWrittenOnceUntilItsMarkIsRemoved() throws Exception {
        replica().commit("jazz");
        Eventually.holds(() -> assertThat(tables.marked()).as("marks").isZero());
        assertThat(arrivals).containsExactly("jazz:1");
        assertThat(tables.calls()).containsExactly("find", "move", "told");
    }

    @Test
    void marksWithoutRoomForATimerAreRemovedAtOnce() throws Exception {
        IntStream.range(0, 1_010).forEach(i -> tables.commit("e" + i));
        replica(SWEEP_MILLIS, NEVER_QUIET);
        Eventually.holds(() -> assertThat(tables.marked()).isEqualTo(1_000));
        assertThat(arrivals).hasSize(1_010);
    }

    @Test
    void changeOfAnEventWhoseMarkIsNotRemovedYetIsDeliveredAtOnce() throws Exception {
        var replica = replica(SWEEP_MILLIS, NEVER_QUIET);
        replica.commit("jazz");
        Eventually.holds(() -> assertThat(tables.calls()).contains("move"));
        replica.commit("rock");
        Eventually.holds(() -> assertThat(arrivals).as("visit of jazz is over").contains("rock:1"));
        replica.commit("jazz");
        Eventually.holds(() -> assertThat(arrivals).containsExactly("jazz:1", "rock:1", "jazz:2"));
    }

    /** No sweep finds the event meanwhile. */
    @Test
    void eventThatChangesDuringAFailedVisitIsVisitedAgain() throws Exception {
        var replica = replica(3_600_000, TIMES);
        var visiting = new CompletableFuture<Context>();
        Promise<Optional<UntoldEvent>> failing = Promise.promise();
        reads = eventId -> visiting.complete(Vertx.currentContext()) ? Optional.of(failing.future()) : Optional.empty();
        replica.commit("jazz");
        var context = visiting.get(60, TimeUnit.SECONDS);
        replica.commit("jazz");
        context.runOnContext(changed -> failing.fail(new UnavailableException("slow", null)));
        Eventually.holds(() -> assertThat(arrivals).containsExactly("jazz:1", "jazz:2"));
    }

    /** The one sweep finds the event once at most. */
    @Test
    void visitThatFailsIsRepeatedBeforeTheNextSweep() throws Exception {
        var failures = new AtomicInteger(3);
        reads = eventId -> failures.getAndDecrement() > 0
                ? Optional.of(Future.failedFuture(new UnavailableException("slow", null)))
                : Optional.empty();
        var replica = replica(3_600_000, TIMES);
        replica.commit("jazz");
        Eventually.holds(() -> assertThat(arrivals).containsExactly("jazz:1"));
    }

    @Test
    void sweepContinuesWhereAPageFailed() throws Exception {
        IntStream.range(0, 300).forEach(i -> tables.commit("e" + i));
        var asked = new CopyOnWriteArrayList<String>();
        pages = after -> {
            asked.add(String.valueOf(after));
            return asked.size() == 2
                    ? Optional.of(Future.failedFuture(new UnavailableException("slow", null)))
                    : Optional.empty();
        };
        replica();
        Eventually.holds(() -> assertThat(asked).hasSizeGreaterThan(3));
        assertThat(asked.subList(0, 4)).containsExactly("null", asked.get(1), asked.get(1), "null");
    }

    @Test
    void visitsThatFailAtOnceAreNotNested() throws Exception {
        var depths = new ConcurrentLinkedQueue<Long>();
        IntStream.range(0, 100).forEach(i -> tables.commit("e" + i));
        reads = eventId -> {
            depths.add(StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                    .walk(frames -> frames.filter(frame -> frame.getDeclaringClass() == WebhookVerticle.class)
                            .count()));
            return Optional.of(Future.failedFuture(new UnavailableException("the circuit is open", null)));
        };
        var replica = replica();
        Eventually.holds(() -> assertThat(depths).hasSizeGreaterThan(100));
        assertThat(replica.lagSeconds()).isPositive();
        assertThat(depths).as("frames of the verticle").allMatch(depth -> depth < 20);
    }

    @Test
    void versionOfReplicaThatDiedIsDeliveredByAnother() throws Exception {
        tables.commit("jazz");
        replica();
        Eventually.holds(() -> assertThat(arrivals).containsExactly("jazz:1"));
    }

    /**
     * The endpoint fails at times, and replies of the store are lost. Fails if the cursor moves before the answer,
     * skips a version, or a mark is removed too early.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void firstArrivalsRiseWithoutGapWhicheverReplicasDie(long seed) throws Exception {
        var random = new Random(seed);
        answers = (eventId, version) -> {
            synchronized (random) {
                return random.nextInt(20) == 0 ? attempt(DeliveryOutcome.ENDPOINT_ERROR) : OK;
            }
        };
        repliesAreLost = true;
        var events = List.of("a", "b.c", "d");
        for (int i = 0; i < 3; i++) {
            replica();
        }
        for (int round = 0; round < 6; round++) {
            for (int turn = 0; turn < 40; turn++) {
                replicas.get(random.nextInt(replicas.size())).commit(events.get(random.nextInt(events.size())));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(4));
            }
            int victim = random.nextInt(replicas.size());
            replicas.get(victim).dead = true;
            replicas.get(victim).vertx.close();
            replicas.get(victim).bus.close();
            replicas.set(victim, new Replica().start());
            tables.endClaims();
        }
        repliesAreLost = false;
        tables.endClaims();
        answers = (eventId, version) -> OK;
        Eventually.holds(() -> {
            for (var event : events) {
                assertThat(firstArrivals(event)).containsExactlyElementsOf(ids(event, 1, tables.version(event)));
            }
        });
        Eventually.holds(() -> assertThat(tables.marked()).as("marks").isZero());
    }

    @Test
    void rejectedMessagesHoldBackNoOtherEvent() throws Exception {
        answers = (eventId, version) -> eventId.equals("good") ? OK : attempt(DeliveryOutcome.REJECTED);
        var replica = replica();
        IntStream.range(0, 100).forEach(i -> replica.commit("bad" + i));
        Eventually.holds(() -> assertThat(tables.delivery("bad0").failures()).isPositive());
        for (int i = 1; i <= 30; i++) {
            replica.commit("good");
        }
        Eventually.holds(() -> assertThat(arrivals).containsExactlyElementsOf(ids("good", 1, 30)));
        assertThat(tables.delivery("bad0").cursor()).isZero();
        assertThat(tables.delivery("bad0").since()).isNotNull();
    }

    @Test
    void eventThatHasNotFailedIsTriedFirstWhileTheEndpointFails() throws Exception {
        var attempts = new CopyOnWriteArrayList<String>();
        answers = (eventId, version) -> {
            attempts.add(eventId);
            return eventId.equals("good") ? OK : attempt(DeliveryOutcome.ENDPOINT_ERROR);
        };
        var replica = replica();
        IntStream.range(0, 60).forEach(i -> replica.commit("bad" + i));
        Eventually.holds(() -> assertThat(new TreeSet<>(attempts)).hasSize(60));
        int before = attempts.size();
        replica.commit("good");
        Eventually.holds(() -> assertThat(arrivals).containsExactly("good:1"));
        assertThat(attempts.indexOf("good") - before).as("tried before").isLessThan(20);
    }

    /**
     * One event for each status; 429 alone, since it opens the breaker. Another event is delivered all the time, so
     * that the breaker closes again and again.
     */
    @ParameterizedTest
    @ValueSource(strings = {"429", "500 503"})
    void failingEventsAreTriedAgainOnlyAsScheduled(String status) throws Exception {
        var attempts = new ConcurrentHashMap<String, List<Instant>>();
        answers = (eventId, version) -> {
            if (eventId.equals("good")) {
                return OK;
            }
            attempts.computeIfAbsent(eventId, id -> new CopyOnWriteArrayList<>())
                    .add(Instant.now());
            return DeliveryAttempt.answered(Integer.parseInt(eventId), null, Instant.now());
        };
        var statuses = List.of(status.split(" "));
        var replica = replica();
        statuses.forEach(replica::commit);
        Eventually.holds(() -> {
            replica.commit("good");
            assertThat(attempts).hasSameSizeAs(statuses);
            assertThat(attempts.values()).allMatch(times -> times.size() > 1);
        });
        attempts.forEach((eventId, times) -> assertThat(Duration.between(times.get(0), times.get(1)))
                .as(eventId)
                .isGreaterThan(TIMES.retry().multipliedBy(3).dividedBy(4)));
        assertThat(tables.delivery("good").cursor()).isGreaterThan(1);
    }

    @Test
    void pauseOfADeadProcessHoldsNobodyBackWhenItsRowHasChanged() throws Exception {
        tables.commit("jazz");
        tables.pause("jazz", Instant.now(), Instant.now().plus(Duration.ofHours(8)));
        var replica = replica();
        Eventually.holds(() -> assertThat(replica.lagSeconds()).isPositive());
        tables.endClaims();
        Eventually.holds(() -> assertThat(arrivals).containsExactly("jazz:1"));
    }

    /** Another process commits and delivers a version between the reads of the event and of its delivery. */
    @Test
    void deliveryThatAdvancesDuringAReadIsNoError() throws Exception {
        tables.commit("jazz");
        tables.commit("jazz");
        tables.move(
                "jazz",
                Optional.empty(),
                new Delivery(2, "another", Instant.now().plus(Duration.ofHours(1)), 0, null));
        tables.readTorn();
        try (var log = new CapturedLog(EventDelivery.class)) {
            replica();
            Eventually.holds(() -> assertThat(tables.marked()).as("marks").isZero());
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void lagIsKnownAgainAfterARestart() throws Exception {
        tables.commit("jazz");
        var now = Instant.now();
        tables.pause("jazz", now.minus(Duration.ofDays(1)), now.plus(Duration.ofHours(8)));
        var replica = replica();
        Eventually.holds(() -> assertThat(replica.lagSeconds()).isGreaterThan(80_000));
    }

    @Test
    void everyEventIsDeliveredWhenTheEndpointAnswersAgain() throws Exception {
        answers = (eventId, version) -> attempt(DeliveryOutcome.UNREACHABLE);
        var events = IntStream.range(0, 500).mapToObj(i -> "e" + i).toList();
        events.forEach(tables::commit);
        var attempts = new ConcurrentLinkedQueue<String>();
        answers = (eventId, version) -> {
            attempts.add(eventId);
            return attempt(DeliveryOutcome.UNREACHABLE);
        };
        replica();
        Eventually.holds(() -> assertThat(attempts).hasSizeGreaterThan(17));
        assertThat(attempts).as("sent while the breaker is open").hasSizeLessThan(100);
        answers = (eventId, version) -> OK;
        Eventually.holds(() -> assertThat(arrivals).hasSize(500));
        assertThat(new TreeSet<>(arrivals)).hasSize(500);
    }

    @Test
    void nothingIsSentAfterGoneUntilTheProcessIsStartedAgain() throws Exception {
        var attempts = new ConcurrentLinkedQueue<Long>();
        answers = (eventId, version) -> {
            attempts.add(version);
            return attempt(DeliveryOutcome.GONE);
        };
        var replica = replica();
        replica.commit("jazz");
        Eventually.holds(() -> assertThat(attempts).containsExactly(1L));
        replica.commit("jazz");
        tables.endClaims();
        TimeUnit.MILLISECONDS.sleep(4 * SWEEP_MILLIS);
        assertThat(attempts).containsExactly(1L);
        answers = (eventId, version) -> OK;
        replica();
        Eventually.holds(() -> assertThat(arrivals).containsExactly("jazz:1", "jazz:2"));
    }

    @Test
    void versionsThatTheChangeLogNoLongerHasAreToldAsGap() throws Exception {
        for (int i = 0; i < 9; i++) {
            tables.commit("jazz");
        }
        tables.expire("jazz", 8);
        replica();
        Eventually.holds(() -> assertThat(arrivals).containsExactly("jazz:7", "jazz:8", "jazz:9"));
    }

    private Replica replica() throws Exception {
        return replica(SWEEP_MILLIS, TIMES);
    }

    private Replica replica(long sweepMillis, WebhookTimes times) throws Exception {
        var replica = new Replica().start(sweepMillis, times);
        replicas.add(replica);
        return replica;
    }

    private List<String> firstArrivals(String eventId) {
        return arrivals.stream()
                .filter(id -> id.startsWith(eventId.replace('.', '+') + ":"))
                .distinct()
                .toList();
    }

    private static List<String> ids(String eventId, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(version -> eventId.replace('.', '+') + ":" + version)
                .toList();
    }

    private static DeliveryAttempt attempt(DeliveryOutcome outcome) {
        return new DeliveryAttempt(outcome, outcome.name(), Duration.ZERO);
    }
}
