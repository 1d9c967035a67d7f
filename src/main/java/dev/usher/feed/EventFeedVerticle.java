package dev.usher.feed;

import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.registrations.model.Turn;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the changes of events that have readers. Deployed once for each process: each of these events has one feed
 * and one poll a second, however many readers there are. Commits of other replicas come from the change log, so that
 * every reader receives every version once and in order, on any replica.
 *
 * <p>An event whose last reader is gone has no further poll. So a process polls at most as many events as it has
 * streams and waiting pages, which are bounded, however many come and go.
 *
 * <p>News are published at most every 250 ms, so that a busy event's readers get many versions at once; on a quiet
 * event they are published immediately.
 */
public final class EventFeedVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeedVerticle.class);
    private static final long POLL_INTERVAL_MILLIS = 1_000;
    /** Delay of the poll after a turn that follows on one of another replica. */
    private static final long SOON_MILLIS = 50;

    private static final long PUBLISH_MILLIS = 250;
    /** Octets of messages that all feeds keep, shared equally by the watched events. */
    private static final long KEPT_OCTETS = Runtime.getRuntime().maxMemory() / 32;

    private final ServiceBus bus;
    private final ChangeLog polls;
    private final ChangeLog backlogs;
    private final long requestTimeoutMillis;
    private final long pollIntervalMillis;
    private final Map<String, Watcher> watched = new HashMap<>();

    /**
     * @param polls reads the new versions, in a queue of its own: returning readers do not delay them
     * @param backlogs reads what returning readers missed
     * @param requestTimeoutMillis timeout of a poll of an event
     */
    public EventFeedVerticle(ServiceBus bus, ChangeLog polls, ChangeLog backlogs, long requestTimeoutMillis) {
        this(bus, polls, backlogs, requestTimeoutMillis, POLL_INTERVAL_MILLIS);
    }

    EventFeedVerticle(
            ServiceBus bus, ChangeLog polls, ChangeLog backlogs, long requestTimeoutMillis, long pollIntervalMillis) {
        this.bus = bus;
        this.polls = polls;
        this.backlogs = backlogs;
        this.requestTimeoutMillis = requestTimeoutMillis;
        this.pollIntervalMillis = pollIntervalMillis;
    }

    /** A feed, its readers, and the state of its reads and timers. */
    private static final class Watcher {
        private final EventFeed feed;
        /** A future for each reader, which completes when the reader is gone. */
        private final Set<Future<Void>> readers = new HashSet<>();

        private boolean looking;
        private boolean looksSoon;
        private boolean publishing;

        Watcher(EventFeed feed) {
            this.feed = feed;
        }

        boolean isUnread() {
            readers.removeIf(Future::isComplete);
            return readers.isEmpty();
        }
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(pollIntervalMillis, fired -> {
            watched.values().removeIf(Watcher::isUnread);
            // A copy: an event that does not exist any more may be removed at once.
            Map.copyOf(watched).forEach(this::look);
        });
        return Future.all(
                bus.<Turn>listen(Turn.ADDRESS, this::committed),
                bus.<FeedInterest>listen(FeedInterest.ADDRESS, interest -> begin(interest.event(), interest.over())),
                bus.serve(SubscribeToEvent.class, this::watch));
    }

    private void committed(Turn turn) {
        var eventId = turn.after().eventId();
        var watcher = watched.get(eventId);
        if (watcher == null) {
            return;
        }
        if (!watcher.feed.committed(turn) && !watcher.looksSoon) {
            watcher.looksSoon = true;
            vertx.setTimer(SOON_MILLIS, fired -> {
                watcher.looksSoon = false;
                look(eventId, watcher);
            });
        }
        publish(eventId, watcher);
    }

    private Future<Outcome<InitialUpdates>> watch(SubscribeToEvent request) {
        return withEvent(
                request.eventId(), event -> backlog(request.after(), begin(event, request.over()).feed, event));
    }

    private Future<InitialUpdates> backlog(long after, EventFeed feed, Event event) {
        if (feed.keeps(after)) {
            return Future.succeededFuture(feed.kept(after, event));
        }
        if (after == event.version()) {
            return Future.succeededFuture(new InitialUpdates(List.of(), after, event.owner(), true));
        }
        if (after < 1 || after > event.version()) {
            return Future.succeededFuture(feed.snapshot(event));
        }
        return backlogs.page(event, after, ChangeLog.MAX_VERSIONS).compose(page -> {
            if (page instanceof LogPage.Gone) {
                return Future.succeededFuture(feed.snapshot(event));
            }
            var messages = EventUpdate.of(event, page);
            if (messages.isEmpty()) {
                return vertx.timer(SOON_MILLIS).map(later -> new InitialUpdates(messages, after, event.owner(), false));
            }
            long version = messages.get(messages.size() - 1).version();
            var owner = feed.newest(event).owner();
            return Future.succeededFuture(new InitialUpdates(messages, version, owner, version >= feed.version()));
        });
    }

    private Watcher begin(Event event, Future<Void> over) {
        var watcher = watched.computeIfAbsent(event.eventId(), id -> new Watcher(new EventFeed(event, this::room)));
        watcher.readers.add(over);
        return watcher;
    }

    private long room() {
        return KEPT_OCTETS / Math.max(1, watched.size());
    }

    private void look(String eventId, Watcher watcher) {
        if (watcher.looking) {
            return;
        }
        watcher.looking = true;
        withEvent(eventId, event -> catchUp(event, watcher)).onComplete(looked -> {
            watcher.looking = false;
            if (looked.succeeded() && looked.result().equals(Outcome.refused(RefusalReason.EVENT_NOT_FOUND))) {
                watched.remove(eventId, watcher);
                bus.publish(EventRemoved.ADDRESS, new EventRemoved(eventId));
            }
            if (looked.failed() && !(looked.cause() instanceof UnavailableException)) {
                LOG.warn("failed to read the change log: event={}", eventId, looked.cause());
            }
        });
    }

    /** Completes with the version that the feed has reached. */
    private Future<Long> catchUp(Event event, Watcher watcher) {
        long after = watcher.feed.version();
        return polls.page(event, after, ChangeLog.MAX_VERSIONS).compose(page -> {
            watcher.feed.read(page, after, event);
            publish(event.eventId(), watcher);
            long reached = watcher.feed.version();
            boolean behind = reached > after && reached < event.version();
            return behind ? catchUp(event, watcher) : Future.succeededFuture(reached);
        });
    }

    private <A> Future<Outcome<A>> withEvent(String eventId, Function<Event, Future<A>> then) {
        return bus.ask(new GetEvent(eventId), Deadline.inMillis(requestTimeoutMillis))
                .compose((Outcome<Event> outcome) -> outcome.fold(
                        event -> then.apply(event).map(Outcome::done),
                        refused -> Future.succeededFuture(Outcome.refused(refused.reason()))));
    }

    private void publish(String eventId, Watcher watcher) {
        if (watcher.publishing) {
            return;
        }
        var messages = watcher.feed.take();
        if (messages.isEmpty()) {
            return;
        }
        bus.publish(EventUpdates.ADDRESS, new EventUpdates(eventId, messages));
        watcher.publishing = true;
        vertx.setTimer(PUBLISH_MILLIS, fired -> {
            watcher.publishing = false;
            publish(eventId, watcher);
        });
    }
}
