package dev.usher.feed;

import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Service that reads pages of change logs. A request may wait for the next version; meanwhile it is a reader of the
 * event's feed. Deployed once for each process, so that requests share a page that waits to be read.
 */
public final class ChangesVerticle extends VerticleBase {
    private final ServiceBus bus;
    private final ChangeLog log;
    private final long requestTimeoutMillis;
    private final Map<String, Set<Waiter>> waiters = new HashMap<>();

    /** A request that waits for a version behind {@code after}. */
    private record Waiter(long after, Promise<Void> over) {}

    /** @param requestTimeoutMillis timeout of a read of an event */
    public ChangesVerticle(ServiceBus bus, ChangeLog log, long requestTimeoutMillis) {
        this.bus = bus;
        this.log = log;
        this.requestTimeoutMillis = requestTimeoutMillis;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                bus.<EventUpdates>listen(EventUpdates.ADDRESS, news -> reached(news.eventId(), news.last())),
                bus.<EventRemoved>listen(EventRemoved.ADDRESS, removed -> reached(removed.eventId(), Long.MAX_VALUE)),
                bus.serve(
                        ListChanges.class, request -> request.waitMillis() == 0 ? read(request) : readOrWait(request)));
    }

    /** Wakes the requests that wait for this version. After the removal of an event all of them read it again. */
    private void reached(String eventId, long version) {
        List.copyOf(waiters.getOrDefault(eventId, Set.of())).stream()
                .filter(waiter -> waiter.after < version)
                .forEach(waiter -> waiter.over.tryComplete());
    }

    private Future<Outcome<ChangesPage>> read(ListChanges request) {
        return bus.ask(new GetEvent(request.eventId()), Deadline.inMillis(requestTimeoutMillis))
                .compose((Outcome<Event> outcome) -> outcome.fold(
                        event -> log.page(event, request.after(), request.limit())
                                .map(page -> Outcome.done(new ChangesPage(
                                        event, EventUpdate.of(event, page), page instanceof LogPage.Gone))),
                        refused -> Future.succeededFuture(Outcome.refused(refused.reason()))));
    }

    /** Waits from before the read on: a version that is published during the read is not missed. */
    private Future<Outcome<ChangesPage>> readOrWait(ListChanges request) {
        var waiter = new Waiter(request.after(), Promise.promise());
        waiters.computeIfAbsent(request.eventId(), id -> new HashSet<>()).add(waiter);
        return read(request)
                .compose(outcome -> outcome.fold(
                        page -> page.isEmpty()
                                ? next(page.event(), waiter, request.waitMillis())
                                        .compose(over -> again(page, request))
                                : Future.succeededFuture(outcome),
                        refused -> Future.succeededFuture(outcome)))
                .onComplete(answered -> waiters.computeIfPresent(
                        request.eventId(), (id, all) -> all.remove(waiter) && all.isEmpty() ? null : all));
    }

    /** Completes when there is a version behind the caller's last one, or when the wait is over. */
    private Future<Void> next(Event event, Waiter waiter, long waitMillis) {
        if (event.version() > waiter.after) {
            return Future.succeededFuture();
        }
        var over = waiter.over.future();
        bus.publish(FeedInterest.ADDRESS, new FeedInterest(event, over));
        long timer = vertx.setTimer(waitMillis, fired -> waiter.over.tryComplete());
        return over.onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Reads the page again. It is still empty if an event that exists cannot be read a second time. */
    private Future<Outcome<ChangesPage>> again(ChangesPage empty, ListChanges request) {
        return read(request)
                .map(outcome -> outcome.fold(
                        page -> outcome,
                        refused -> refused.reason() == RefusalReason.EVENT_NOT_FOUND ? outcome : Outcome.done(empty)));
    }
}
