package dev.usher.registrations;

import dev.usher.events.EventStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one event from time to time: one that this process has changed since it was last checked, else the next one of
 * all. What that costs is bounded: a few thousand rows a check, however many events there are.
 */
public final class SelfCheckVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(SelfCheckVerticle.class);
    private static final int MOST_ROWS = 5_000;
    private static final int MOST_REMEMBERED = 1_000;

    private final EventStore events;
    private final RegistrationStore registrations;
    private final LedgerWatch watch;
    private final long intervalMillis;
    private final Set<String> changed = new LinkedHashSet<>();
    private SelfCheck check;
    private String last;
    private long timer;
    private boolean stopped;

    /** @param intervalMillis how often an event is checked, on average; never when it is 0 */
    public SelfCheckVerticle(
            EventStore events, RegistrationStore registrations, LedgerWatch watch, long intervalMillis) {
        this.events = events;
        this.registrations = registrations;
        this.watch = watch;
        this.intervalMillis = intervalMillis;
    }

    @Override
    public Future<?> start() {
        if (intervalMillis == 0) {
            return Future.succeededFuture();
        }
        check = new SelfCheck(vertx, events, registrations, MOST_ROWS);
        later();
        return vertx.eventBus()
                .<Turn>localConsumer(
                        Turn.ADDRESS, turn -> remember(turn.body().after().eventId()))
                .completion();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private void remember(String eventId) {
        if (changed.size() < MOST_REMEMBERED) {
            changed.add(eventId);
        }
    }

    private void checkNext() {
        next().compose(this::checkOne)
                .onFailure(failure -> LOG.warn("self-check failed: {}", failure.getMessage()))
                .onComplete(done -> later());
    }

    private Future<Void> checkOne(String eventId) {
        return eventId == null
                ? Future.succeededFuture()
                : check.of(eventId)
                        .onSuccess(drift -> watch.checked(eventId, drift))
                        .mapEmpty();
    }

    /** Null when there is none. */
    private Future<String> next() {
        Iterator<String> first = changed.iterator();
        if (first.hasNext()) {
            var eventId = first.next();
            first.remove();
            return Future.succeededFuture(eventId);
        }
        return events.list(1, last).map(page -> {
            last = page.next();
            return page.items().isEmpty() ? null : page.items().get(0).eventId();
        });
    }

    /** Half to one and a half intervals from now, so that nodes that started together do not stay together. */
    private void later() {
        if (!stopped) {
            long half = Math.max(1, intervalMillis / 2);
            timer = vertx.setTimer(half + ThreadLocalRandom.current().nextLong(2 * half), id -> checkNext());
        }
    }
}
