package dev.usher.live;

import dev.usher.bus.Bus;
import dev.usher.bus.Deadline;
import dev.usher.bus.Outcome;
import dev.usher.events.Event;
import dev.usher.events.FindEvent;
import dev.usher.registrations.Turn;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells who watches an event what becomes of it. Deployed once for each process: each event that is watched here has
 * one feed and one look a second, however many read.
 *
 * <p>News are published a tenth of a second apart at least, so that a busy event's readers get many versions in one
 * piece; on a quiet event they go at once.
 */
public final class LiveVerticle extends VerticleBase {
    private static final long LOOK_MILLIS = 1_000;
    /** A turn that was committed here is heard of by itself, if a look at the event is faster. */
    private static final long PATIENCE_MILLIS = 400;

    private static final long PUBLISH_MILLIS = 100;

    private final Bus bus;
    private final long requestTimeoutMillis;
    private final Map<String, Watcher> watched = new HashMap<>();

    /** @param requestTimeoutMillis how long a look at an event may take */
    public LiveVerticle(Bus bus, long requestTimeoutMillis) {
        this.bus = bus;
        this.requestTimeoutMillis = requestTimeoutMillis;
    }

    /** A feed, and what is under way for it. */
    private static final class Watcher {
        private final Feed feed;
        private boolean looking;
        private boolean publishing;

        Watcher(Feed feed) {
            this.feed = feed;
        }
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(LOOK_MILLIS, look -> look());
        return Future.all(
                bus.<Turn>listen(Turn.ADDRESS, this::committed),
                bus.<Watched>listen(Watched.ADDRESS, this::stillWatched),
                bus.serve(Watch.class, this::watch));
    }

    private void committed(Turn turn) {
        var watcher = watched.get(turn.after().eventId());
        if (watcher != null) {
            watcher.feed.committed(turn);
            publish(turn.after().eventId(), watcher);
        }
    }

    private void stillWatched(Watched news) {
        for (var eventId : news.eventIds()) {
            var watcher = watched.get(eventId);
            if (watcher != null) {
                watcher.feed.stillWatched();
            }
        }
    }

    /** A turn that falls between the read and the first feed is missed; the feed tells a snapshot in its place. */
    private Future<Outcome<Backlog>> watch(Watch request) {
        return find(request.eventId())
                .map(outcome -> outcome.fold(
                        event -> Outcome.done(begin(event).backlog(request.after(), event)),
                        refused -> Outcome.refused(refused.reason())));
    }

    private Feed begin(Event event) {
        var feed = watched.computeIfAbsent(event.eventId(), id -> new Watcher(new Feed(event))).feed;
        feed.stillWatched();
        return feed;
    }

    private void look() {
        watched.values().removeIf(watcher -> watcher.feed.forgotten());
        watched.forEach((eventId, watcher) -> {
            if (!watcher.looking) {
                watcher.looking = true;
                read(eventId)
                        .compose(event -> isNews(event, watcher)
                                ? vertx.timer(PATIENCE_MILLIS).map(waited -> event)
                                : Future.succeededFuture(event))
                        .onComplete(event -> {
                            watcher.looking = false;
                            if (event.succeeded() && isNews(event.result(), watcher)) {
                                watcher.feed.found(event.result().get());
                                publish(eventId, watcher);
                            }
                        });
            }
        });
    }

    private static boolean isNews(Optional<Event> event, Watcher watcher) {
        return event.filter(read -> read.version() > watcher.feed.version()).isPresent();
    }

    /** Empty when the store does not answer: the next look will find more. */
    private Future<Optional<Event>> read(String eventId) {
        return find(eventId).map(outcome -> outcome.fold(Optional::of, refused -> Optional.empty()));
    }

    private Future<Outcome<Event>> find(String eventId) {
        return bus.ask(new FindEvent(eventId), Deadline.inMillis(requestTimeoutMillis));
    }

    private void publish(String eventId, Watcher watcher) {
        if (watcher.publishing) {
            return;
        }
        var messages = watcher.feed.take();
        if (messages.isEmpty()) {
            return;
        }
        bus.publish(News.ADDRESS, new News(eventId, messages));
        watcher.publishing = true;
        vertx.setTimer(PUBLISH_MILLIS, fired -> {
            watcher.publishing = false;
            publish(eventId, watcher);
        });
    }
}
