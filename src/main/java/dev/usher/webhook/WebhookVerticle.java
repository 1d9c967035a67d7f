package dev.usher.webhook;

import dev.usher.async.PeriodicVerticle;
import dev.usher.bus.ServiceBus;
import dev.usher.config.WebhookSettings;
import dev.usher.events.EventCreated;
import dev.usher.feed.ChangeLog;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.Turn;
import dev.usher.service.UnavailableException;
import dev.usher.webhook.EventDelivery.Next;
import dev.usher.webhook.store.DeliveryStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the changes of all events to the operator's endpoint. Deployed once for each process. Keeps ids of events
 * and short turns only, a bounded number: the sweep finds the others by their marks, as it finds those of a process
 * that died.
 */
public final class WebhookVerticle extends PeriodicVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookVerticle.class);
    private static final int MAX_DELIVERIES = 16;
    private static final int MAX_QUEUED = 1_000;
    private static final int MAX_TIMERS = 1_000;
    /** Pause between two visits of an event that keeps changing. */
    private static final Duration PACE = Duration.ofMillis(100);

    private static final long STOP_MILLIS = 3_000;
    private static final int FEW_CHANGES = 10;

    private final ServiceBus bus;
    private final DeliveryStore store;
    private final ChangeLog log;
    private final Function<Vertx, WebhookEndpoint> endpoint;
    private final WebhookListener listener;
    private final long sweepMillis;
    private final WebhookTimes times;
    private final EndpointBreaker breaker;
    private final DeliveryLag lag = new DeliveryLag();
    private final Map<String, Visit> queue = new LinkedHashMap<>();
    /** Events that are visited now, and whether they changed meanwhile. */
    private final Map<String, Boolean> visited = new HashMap<>();

    private final Map<String, Timer> timers = new HashMap<>();
    private final Promise<Void> idle = Promise.promise();
    private EventDelivery delivery;
    /** A visit that fails at once must not begin the next one inside its own. */
    private boolean delivering;

    private boolean sweeping;
    private Promise<Void> swept;
    private boolean reading;
    /** Where the sweep continues; after a page that failed, the next sweep. */
    private String sweptTo;

    private long retry = -1;

    /**
     * Why an event is visited.
     *
     * @param quietAt the version up to which everything was delivered when the event became quiet; 0 for any other
     *     visit
     * @param committed the turn that this process has just committed, if it is short
     */
    private record Visit(long quietAt, Optional<LoggedTurn> committed) {
        static final Visit ANY = new Visit(0, Optional.empty());
    }

    /** @param yields whether a change of the event takes the place of the visit */
    private record Timer(long id, boolean yields) {}

    /** @param sweepMillis average interval between sweeps for undelivered versions */
    public WebhookVerticle(
            ServiceBus bus,
            DeliveryStore store,
            ChangeLog log,
            WebhookSettings settings,
            WebhookListener listener,
            long sweepMillis) {
        this(
                bus,
                store,
                log,
                vertx -> new WebhookClient(vertx, settings, MAX_DELIVERIES),
                listener,
                sweepMillis,
                WebhookTimes.DEFAULT);
    }

    WebhookVerticle(
            ServiceBus bus,
            DeliveryStore store,
            ChangeLog log,
            Function<Vertx, WebhookEndpoint> endpoint,
            WebhookListener listener,
            long sweepMillis,
            WebhookTimes times) {
        super(sweepMillis);
        this.bus = bus;
        this.store = store;
        this.log = log;
        this.endpoint = endpoint;
        this.listener = listener;
        this.sweepMillis = sweepMillis;
        this.times = times;
        this.breaker = new EndpointBreaker(times.breaker());
    }

    @Override
    public Future<?> start() {
        delivery = new EventDelivery(store, log, endpoint.apply(vertx), breaker, lag, listener, times);
        listener.started(lag::seconds, breaker::isGone);
        return Future.all(
                        bus.<Turn>listen(
                                Turn.ADDRESS, turn -> changed(turn.after().eventId(), Optional.of(turn))),
                        bus.<EventCreated>listen(
                                EventCreated.ADDRESS, created -> changed(created.eventId(), Optional.empty())))
                .onSuccess(listening -> runNow());
    }

    /** Lets messages that are being sent end, for a few seconds; no further one is begun. */
    @Override
    public Future<?> stop() {
        super.stop();
        breaker.stop();
        queue.clear();
        if (visited.isEmpty()) {
            idle.tryComplete();
        }
        return idle.future().timeout(STOP_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** An event has changed. If there is no room for it, the sweep finds its mark. */
    private void changed(String eventId, Optional<Turn> turn) {
        if (visited.computeIfPresent(eventId, (id, before) -> true) != null) {
            return;
        }
        var timer = timers.get(eventId);
        if (timer == null || timer.yields()) {
            cancel(eventId);
            enqueue(eventId, new Visit(0, turn.map(Turn::logged).filter(WebhookVerticle::isShort)));
            deliver();
        }
    }

    /** A few KiB at most. */
    private static boolean isShort(LoggedTurn turn) {
        return turn.changes().size() <= FEW_CHANGES && turn.details().isEmpty();
    }

    private void enqueue(String eventId, Visit visit) {
        boolean known = visited.containsKey(eventId) || queue.containsKey(eventId);
        if (!known && !breaker.isStopped() && queue.size() < MAX_QUEUED) {
            queue.put(eventId, visit);
        }
    }

    /** Begins as many visits as the breaker allows, and reads more ids when there is room. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (!queue.isEmpty() && breaker.slots(visited.size(), MAX_DELIVERIES) > 0) {
                var eventId = next();
                visit(eventId, queue.remove(eventId));
            }
        } finally {
            delivering = false;
        }
        if (retry < 0 && breaker.remainingMillis() > 0) {
            retry = vertx.setTimer(breaker.remainingMillis(), over -> {
                retry = -1;
                deliver();
            });
        }
        readMarks();
    }

    /**
     * The first event in the queue; while the breaker is open, the first that has not failed. An endpoint may fail for
     * some messages only, and these must not be all that tries it.
     */
    private String next() {
        return queue.keySet().stream()
                .filter(eventId -> breaker.isClosed() || !lag.isUndelivered(eventId))
                .findFirst()
                .orElseGet(queue.keySet().iterator()::next);
    }

    private void visit(String eventId, Visit visit) {
        visited.put(eventId, false);
        begun(eventId, visit)
                .recover(failure -> {
                    if (!(failure instanceof UnavailableException)) {
                        LOG.warn("webhook delivery failed, will retry: event={}", eventId, failure);
                    }
                    return Future.succeededFuture(new Next.Later(RetrySchedule.pause(times.retry(), 1)));
                })
                .onSuccess(next -> follow(eventId, next, visited.remove(eventId)))
                .onComplete(ended -> {
                    if (breaker.isStopped() && visited.isEmpty()) {
                        idle.tryComplete();
                    }
                    deliver();
                });
    }

    private Future<Next> begun(String eventId, Visit visit) {
        return visit.quietAt > 0 ? delivery.unmark(eventId, visit.quietAt) : delivery.visit(eventId, visit.committed);
    }

    private void follow(String eventId, Next next, boolean changed) {
        if (next instanceof Next.More) {
            enqueue(eventId, Visit.ANY);
        } else if (next instanceof Next.Later later) {
            // Another process may deliver the event before the pause is over: its row is read again at least as often.
            var sweep = Duration.ofMillis(sweepMillis);
            later(eventId, later.pause().compareTo(sweep) < 0 ? later.pause() : sweep, Visit.ANY, false);
        } else if (changed) {
            later(eventId, PACE, Visit.ANY, false);
        } else if (next instanceof Next.Quiet delivered) {
            later(eventId, times.quiet(), new Visit(delivered.version(), Optional.empty()), true);
        }
    }

    /**
     * Without room for a timer, the sweep comes back to the event; only a mark is then removed at once, since it would
     * bring the sweep back again and again.
     */
    private void later(String eventId, Duration pause, Visit visit, boolean yields) {
        cancel(eventId);
        if (timers.size() < MAX_TIMERS && !breaker.isStopped()) {
            long id = vertx.setTimer(Math.max(1, pause.toMillis()), over -> {
                timers.remove(eventId);
                enqueue(eventId, visit);
                deliver();
            });
            timers.put(eventId, new Timer(id, yields));
        } else if (visit.quietAt > 0) {
            enqueue(eventId, visit);
        }
    }

    private void cancel(String eventId) {
        var timer = timers.remove(eventId);
        if (timer != null) {
            vertx.cancelTimer(timer.id());
        }
    }

    /** Also visits the events known to be late, which another process may have delivered. */
    @Override
    protected Future<?> run() {
        sweeping = true;
        swept = Promise.promise();
        lag.events().forEach(eventId -> enqueue(eventId, Visit.ANY));
        deliver();
        return swept.future();
    }

    private void readMarks() {
        if (!sweeping || reading || breaker.isStopped() || queue.size() > MAX_QUEUED / 2) {
            return;
        }
        reading = true;
        store.untold(sweptTo).onComplete(read -> {
            reading = false;
            if (read.succeeded()) {
                read.result().items().forEach(this::marked);
                sweptTo = read.result().next();
            } else {
                LOG.warn(
                        "the sweep for undelivered versions failed: {}",
                        read.cause().getMessage());
            }
            if (read.failed() || sweptTo == null) {
                sweeping = false;
                swept.complete();
            }
            deliver();
        });
    }

    private void marked(String eventId) {
        if (!timers.containsKey(eventId)) {
            enqueue(eventId, Visit.ANY);
        }
    }
}
