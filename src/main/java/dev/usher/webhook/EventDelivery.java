package dev.usher.webhook;

import dev.usher.feed.ChangeLog;
import dev.usher.feed.EventUpdate;
import dev.usher.feed.LogPage;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.service.LogLimiter;
import dev.usher.webhook.store.Delivery;
import dev.usher.webhook.store.DeliveryStore;
import dev.usher.webhook.store.UntoldEvent;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the next versions of an event, at most one page of its change log. Keeps nothing between two visits of an
 * event. Belongs to one context.
 */
final class EventDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
    /** Remaining time of a claim with which a message may be begun: longer than an attempt. */
    static final Duration MIN_CLAIM = Duration.ofSeconds(20);

    private static final Duration CLAIM_POLL = Duration.ofMillis(500);
    /** Pause of an event that stays marked until its row is deleted by hand. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /** Longest pause, with a minute for the difference between two clocks. */
    private static final Duration MAX_PAUSE = DeliveryAttempt.MAX_RETRY_AFTER.plusMinutes(1);

    private static final Duration HALF_VISIBLE = Duration.ofMillis(50);

    private final DeliveryStore store;
    private final ChangeLog log;
    private final WebhookEndpoint endpoint;
    private final EndpointBreaker breaker;
    private final DeliveryLag lag;
    private final WebhookListener listener;
    private final WebhookTimes times;
    private final LogLimiter limiter = new LogLimiter();
    private final String process = UUID.randomUUID().toString();

    EventDelivery(
            DeliveryStore store,
            ChangeLog log,
            WebhookEndpoint endpoint,
            EndpointBreaker breaker,
            DeliveryLag lag,
            WebhookListener listener,
            WebhookTimes times) {
        this.store = store;
        this.log = log;
        this.endpoint = endpoint;
        this.breaker = breaker;
        this.lag = lag;
        this.listener = listener;
        this.times = times;
    }

    /** What follows a visit. */
    sealed interface Next {
        /** Nothing: the event has no mark any more. */
        record Nothing() implements Next {}

        /** The same at once: there may be more. */
        record More() implements Next {}

        /** A visit after a pause. */
        record Later(Duration pause) implements Next {}

        /** Everything up to this version is delivered. If the event stays quiet, its mark can be removed. */
        record Quiet(long version) implements Next {}
    }

    /** A delivery in progress: what was read, and the row as this process read or wrote it last. */
    private record Progress(UntoldEvent read, Optional<Delivery> row, boolean probe) {
        int failures() {
            return row.map(Delivery::failures).orElse(0);
        }

        Instant since() {
            return row.map(Delivery::since).orElse(null);
        }

        Progress with(Delivery claim) {
            return new Progress(read, Optional.of(claim), probe);
        }
    }

    /**
     * Visits an event once. Fails with an {@code UnavailableException} when the store does not answer.
     *
     * @param committed the turn that this process has just committed, if that is why it visits the event
     */
    Future<Next> visit(String eventId, Optional<LoggedTurn> committed) {
        boolean probe = !breaker.isClosed();
        return found(eventId)
                .<Next>compose(found -> {
                    if (found.isEmpty()) {
                        lag.delivered(eventId);
                        return Future.succeededFuture(new Next.Nothing());
                    }
                    return visit(found.get(), committed, probe);
                })
                .onFailure(failure -> lag.failed(eventId));
    }

    /**
     * Removes the mark of an event if it still has the version up to which a visit found everything delivered. That
     * visit does not do so itself, so that no turn waits for the removal.
     */
    Future<Next> unmark(String eventId, long quietAt) {
        return store.told(eventId, quietAt).map(told -> told ? new Next.Nothing() : new Next.More());
    }

    /**
     * If another process delivered a version in the middle of the read, the next one shows that version of the event.
     */
    private Future<Optional<UntoldEvent>> found(String eventId) {
        return store.find(eventId)
                .compose(found -> found.filter(UntoldEvent::isAhead).isPresent()
                        ? store.find(eventId)
                        : Future.succeededFuture(found));
    }

    private Future<Next> visit(UntoldEvent read, Optional<LoggedTurn> committed, boolean probe) {
        var now = now();
        long version = read.event().version();
        if (read.isAhead()) {
            LOG.error(
                    "the delivery of an event is ahead of it, were its tables restored? event={} version={} cursor={}",
                    read.event().eventId(),
                    version,
                    read.cursor());
            return Future.succeededFuture(new Next.Later(AHEAD));
        }
        if (read.cursor() == version) {
            lag.delivered(read.event().eventId());
            return Future.succeededFuture(new Next.Quiet(version));
        }
        var row = read.delivery();
        var latest = now.plus(times.claim().multipliedBy(2));
        if (row.isPresent() && row.get().isClaimedFrom(process, now, latest)) {
            var left = Duration.between(now, row.get().until());
            return Future.succeededFuture(new Next.Later(left.compareTo(CLAIM_POLL) < 0 ? left : CLAIM_POLL));
        }
        if (row.isPresent() && row.get().isWaiting(now, now.plus(MAX_PAUSE))) {
            lag.undelivered(read.event().eventId(), row.get().since());
            return Future.succeededFuture(
                    new Next.Later(Duration.between(now, row.get().until())));
        }
        var progress = new Progress(read, row, probe);
        return committed.filter(turn -> isAllThatIsLeft(turn, progress)).isPresent()
                ? send(progress, EventUpdate.of(read.event(), List.of(committed.get())), read.cursor())
                : sendPage(progress);
    }

    /** Such a version is unlikely to be sent by another process, and needs no claim. If it is, it arrives twice. */
    private static boolean isAllThatIsLeft(LoggedTurn turn, Progress progress) {
        var read = progress.read();
        return turn.version() == read.event().version()
                && turn.version() == read.cursor() + 1
                && progress.failures() == 0;
    }

    private Future<Next> sendPage(Progress progress) {
        var read = progress.read();
        return log.page(read.event(), read.cursor(), ChangeLog.MAX_VERSIONS).compose(page -> {
            var updates = updates(read, page);
            return updates.isEmpty()
                    ? Future.succeededFuture(new Next.Later(HALF_VISIBLE))
                    : claimed(progress)
                            .compose(claim -> claim.isEmpty()
                                    ? Future.succeededFuture(new Next.Later(HALF_VISIBLE))
                                    : send(progress.with(claim.get()), updates, read.cursor()));
        });
    }

    private static List<EventUpdate> updates(UntoldEvent read, LogPage page) {
        if (page instanceof LogPage.Turns next) {
            return EventUpdate.of(read.event(), next.turns());
        }
        var gap = page instanceof LogPage.Gone gone ? new LogPage.Gap(gone.first(), gone.last()) : (LogPage.Gap) page;
        return List.of(EventUpdate.gap(read.event(), gap));
    }

    /** Empty if another process has written the row. */
    private Future<Optional<Delivery>> claimed(Progress progress) {
        var now = now();
        boolean mine = progress.failures() == 0
                && progress.row()
                        .filter(row ->
                                row.owner().equals(process) && row.until().isAfter(now.plus(MIN_CLAIM)))
                        .isPresent();
        return mine
                ? Future.succeededFuture(progress.row())
                : written(
                        progress,
                        new Delivery(
                                progress.read().cursor(),
                                process,
                                now.plus(times.claim()),
                                progress.failures(),
                                progress.since()));
    }

    private Future<Optional<Delivery>> written(Progress progress, Delivery after) {
        return store.move(progress.read().event().eventId(), progress.row(), after)
                .map(moved -> moved ? Optional.of(after) : Optional.empty());
    }

    /**
     * Posts the versions one after the other. The cursor moves only to a version that the endpoint has confirmed: at
     * the end of the page, at a failure, and when the claim is nearly over.
     *
     * @param confirmed the last version that was confirmed
     */
    private Future<Next> send(Progress progress, List<EventUpdate> updates, long confirmed) {
        boolean probes = progress.probe() && confirmed == progress.read().cursor() && !breaker.isStopped();
        if (updates.isEmpty() || !breaker.isClosed() && !probes) {
            return moved(progress, confirmed);
        }
        if (confirmed > progress.read().cursor() && isNearlyOver(progress.row().orElseThrow())) {
            return written(progress, new Delivery(confirmed, process, now().plus(times.claim()), 0, null))
                    .compose(claim -> claim.isEmpty()
                            ? Future.succeededFuture(new Next.More())
                            : send(progress.with(claim.get()), updates, confirmed));
        }
        var update = updates.get(0);
        var message = WebhookMessage.of(update);
        var eventId = update.event().eventId();
        lag.undelivered(eventId, Instant.parse(message.at().text()));
        return endpoint.post(message).compose(attempt -> {
            if (breaker.attempted(attempt)) {
                LOG.info("the webhook's endpoint answers again");
            }
            listener.attempted(attempt.outcome());
            if (!attempt.isDelivered()) {
                return failed(progress, confirmed, attempt);
            }
            lag.delivered(eventId);
            return send(progress, updates.subList(1, updates.size()), update.version());
        });
    }

    private static boolean isNearlyOver(Delivery claim) {
        return now().plus(MIN_CLAIM).isAfter(claim.until());
    }

    /** Ends the claim unless there is more. If the row was written meanwhile, its cursor decides what comes next. */
    private Future<Next> moved(Progress progress, long confirmed) {
        boolean done = confirmed >= progress.read().event().version();
        boolean more = !done && breaker.isClosed();
        if (confirmed == progress.read().cursor() && progress.failures() > 0) {
            return Future.succeededFuture(new Next.More());
        }
        var until = more ? now().plus(times.claim()) : Instant.EPOCH;
        return written(progress, new Delivery(confirmed, process, until, 0, null))
                .map(written -> written.isPresent() && done ? new Next.Quiet(confirmed) : new Next.More());
    }

    /**
     * Writes when the message is due again. If the endpoint fails at a probe, this says nothing about the message: the
     * breaker decides when the endpoint is tried again, and the schedule of the message does not advance.
     */
    private Future<Next> failed(Progress progress, long confirmed, DeliveryAttempt attempt) {
        var now = now();
        int before = progress.failures();
        boolean again = confirmed == progress.read().cursor() && before > 0;
        boolean failedProbe = progress.probe() && !attempt.endpointWorks();
        int failures = !again ? 1 : failedProbe ? before : before + 1;
        var since = again && progress.since().isBefore(now) ? progress.since() : now;
        var pause = RetrySchedule.pause(times.retry(), failedProbe ? 1 : failures);
        if (pause.compareTo(attempt.retryAfter()) < 0) {
            pause = attempt.retryAfter();
        }
        log(progress.read().event().eventId(), confirmed + 1, failures, since, attempt);
        var next = new Next.Later(pause);
        return written(progress, new Delivery(confirmed, process, now.plus(pause), failures, since))
                .map(written -> written.isPresent() ? next : new Next.Later(CLAIM_POLL));
    }

    /** Limits the failures of an endpoint that does not work: it is tried about once a second. */
    private void log(String eventId, long version, int failures, Instant since, DeliveryAttempt attempt) {
        boolean over = RetrySchedule.isOver(since, now());
        if (!attempt.endpointWorks() && !limiter.permits(attempt.outcome() + (over ? " for long" : ""))) {
            return;
        }
        if (attempt.outcome() == DeliveryOutcome.GONE) {
            LOG.error("the webhook's endpoint answered 410: nothing more is sent until this process is restarted");
        } else if (over) {
            LOG.error(
                    "webhook message undelivered for 72 hours: event={} version={} failures={} since={}: {}",
                    eventId,
                    version,
                    failures,
                    since,
                    attempt.reason());
        } else {
            LOG.warn(
                    "webhook message not delivered: event={} version={} failures={}: {}",
                    eventId,
                    version,
                    failures,
                    attempt.reason());
        }
    }

    /** To the millisecond, as it is stored. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
