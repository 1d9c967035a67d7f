package dev.usher.http.sse;

import dev.usher.authz.Caller;
import dev.usher.bus.ServiceBus;
import dev.usher.feed.ChangesPage;
import dev.usher.feed.EventRemoved;
import dev.usher.feed.EventUpdates;
import dev.usher.feed.InitialUpdates;
import dev.usher.feed.ListChanges;
import dev.usher.feed.SubscribeToEvent;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.connection.ClientConnection;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.ResourceJson;
import dev.usher.http.response.Response;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Readers of event streams on one event loop. Updates are encoded once for all of them. Belongs to that event loop. */
public final class SseSubscribers {
    public static final String LAST_EVENT_ID = "Last-Event-ID";
    /** For clients that cannot set the header; where both are given, the header applies. */
    private static final String LAST_EVENT_ID_PARAMETER = "lastEventId";

    static final long RETRY_MILLIS = 2_000;
    /** Limit of the random part of a retry delay: streams that end together do not reconnect at the same moment. */
    private static final long RETRY_SPREAD_MILLIS = 5_000;

    private static final long HEARTBEAT_MILLIS = 15_000;
    /** Timeout for reading more of the versions that a reader missed. */
    private static final long MORE_MILLIS = 5_000;

    private final Vertx vertx;
    private final ServiceBus bus;
    private final StreamQuota quota;
    private final Map<String, Set<SseSubscriber>> readers = new HashMap<>();
    private final Set<Promise<Response>> polls = new HashSet<>();
    /** For each caller, the last read of versions that its streams missed. */
    private final Map<String, Future<?>> reads = new HashMap<>();
    /** Those of these reads that have not begun. One that has begun may lack what was published since. */
    private final Map<MissedUpdates, SharedRead> waiting = new HashMap<>();

    private long timer;

    private record MissedUpdates(String caller, String eventId, long after) {}

    /** @param streams each completes when its stream is over */
    private record SharedRead(Future<Outcome<InitialUpdates>> read, List<Future<Void>> streams) {}

    /** @param quota for the streams and for the pages that wait for a version */
    public SseSubscribers(Vertx vertx, ServiceBus bus, StreamQuota quota) {
        this.vertx = vertx;
        this.bus = bus;
        this.quota = quota;
    }

    public Future<Void> start() {
        timer = vertx.setPeriodic(HEARTBEAT_MILLIS, fired -> beat());
        return Future.all(
                        bus.<EventUpdates>listen(EventUpdates.ADDRESS, this::tell),
                        bus.<EventRemoved>listen(EventRemoved.ADDRESS, removed -> end(removed.eventId())))
                .mapEmpty();
    }

    /**
     * Opens a stream. Its reader receives updates from the moment of the call on, so that no version is missed, and
     * until the caller's token expires.
     */
    public Future<? extends Response> open(ValidatedRequest request) {
        var caller = quota.caller(request);
        var full = quota.acquire(caller);
        if (full.isPresent()) {
            return Future.succeededFuture(JsonResponse.problem(full.get()));
        }
        var eventId = request.text("eventId");
        var stream = add(eventId, caller, request.caller());
        var header = request.text(LAST_EVENT_ID);
        var last = header == null ? request.text(LAST_EVENT_ID_PARAMETER) : header;
        return bus.ask(stream.subscription(version(last)), request.deadline())
                .map((Outcome<InitialUpdates> outcome) -> outcome.<Response>fold(stream::after, refused -> {
                    stream.end(RETRY_MILLIS);
                    return JsonResponse.refused(refused);
                }))
                .onFailure(failure -> stream.end(RETRY_MILLIS));
    }

    /** Returns one page as JSON. While it waits for a version it counts as a stream. */
    public Future<? extends Response> page(ValidatedRequest request) {
        long waitMillis = TimeUnit.SECONDS.toMillis(request.number("wait"));
        var list = new ListChanges(
                request.text("eventId"), request.longNumber("after"), request.number("limit"), waitMillis);
        if (waitMillis == 0) {
            return ask(list, request.deadline(), request.caller());
        }
        var caller = quota.caller(request);
        var full = quota.acquire(caller);
        if (full.isPresent()) {
            return Future.succeededFuture(JsonResponse.problem(full.get()));
        }
        ClientConnection.of(request.http()).free(request.http().response().streamId());
        Promise<Response> waiting = Promise.promise();
        polls.add(waiting);
        ask(list, Deadline.inMillis(waitMillis + request.deadline().remainingMillis()), request.caller())
                .onComplete(waiting::tryComplete, waiting::tryFail);
        return waiting.future().onComplete(answered -> {
            polls.remove(waiting);
            quota.release(caller);
        });
    }

    private Future<JsonResponse> ask(ListChanges list, Deadline deadline, Caller reader) {
        return bus.ask(list, deadline)
                .map((Outcome<ChangesPage> outcome) ->
                        outcome.fold(page -> shown(page, reader), JsonResponse::refused));
    }

    /** The owner that was read last decides: the event may have been handed over while the page waited. */
    private static JsonResponse shown(ChangesPage page, Caller reader) {
        boolean whole = reader.runs(page.event().owner());
        return page.gone()
                ? JsonResponse.problem(Problem.changesGone(page.event(), whole))
                : JsonResponse.ok(ResourceJson.changes(page, whole));
    }

    private SseSubscriber add(String eventId, String name, Caller caller) {
        var stream = new SseSubscriber(caller, eventId, missed -> inTurn(name, missed));
        readers.computeIfAbsent(eventId, id -> new HashSet<>()).add(stream);
        stream.over().onComplete(over -> {
            quota.release(name);
            readers.computeIfPresent(
                    eventId, (id, streams) -> streams.remove(stream) && streams.isEmpty() ? null : streams);
        });
        if (caller.untilMillis() != Long.MAX_VALUE) {
            long left = Math.max(1, caller.untilMillis() - System.currentTimeMillis());
            long end = vertx.setTimer(left, expired -> stream.end(RETRY_MILLIS));
            stream.over().onComplete(over -> vertx.cancelTimer(end));
        }
        return stream;
    }

    /**
     * Makes one read of a caller at a time, so that a caller with many streams delays only itself. Streams that wait
     * for the same read share it; it is not made if they are all over by then. The timeout includes the wait for the
     * reads before this one.
     */
    private Future<Outcome<InitialUpdates>> inTurn(String name, SubscribeToEvent missed) {
        var same = new MissedUpdates(name, missed.eventId(), missed.after());
        var shared = waiting.get(same);
        if (shared != null) {
            shared.streams.add(missed.over());
            return shared.read;
        }
        var deadline = Deadline.inMillis(MORE_MILLIS);
        var before = reads.getOrDefault(name, Future.succeededFuture());
        List<Future<Void>> streams = new ArrayList<>(List.of(missed.over()));
        var read = before.transform((done, failure) -> {
            waiting.remove(same);
            return streams.stream().allMatch(Future::isComplete)
                    ? Future.failedFuture("the streams are over")
                    : bus.ask(missed, deadline);
        });
        if (!before.isComplete()) {
            waiting.put(same, new SharedRead(read, streams));
        }
        reads.put(name, read);
        return read.onComplete(done -> reads.remove(name, read));
    }

    /** Returns 0 for an id that does not come from a stream; the reader then receives the current event. */
    private static long version(String lastEventId) {
        try {
            return lastEventId == null ? 0 : Long.parseLong(lastEventId);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void tell(EventUpdates news) {
        var streams = readers.get(news.eventId());
        if (streams != null) {
            var texts = new EncodedUpdates(news);
            List.copyOf(streams).forEach(stream -> stream.tell(news, texts));
        }
    }

    /** Ends the streams of an event that exists no more: a reader that reconnects is answered 404. */
    private void end(String eventId) {
        List.copyOf(readers.getOrDefault(eventId, Set.of())).forEach(stream -> stream.end(RETRY_MILLIS));
    }

    private void beat() {
        var heartbeat = SseEncoder.heartbeat();
        all().forEach(stream -> stream.beat(heartbeat));
    }

    /** Ends every stream, and answers the callers that wait for a version. */
    public void close() {
        quota.close();
        vertx.cancelTimer(timer);
        List.copyOf(polls).forEach(waiting -> waiting.tryComplete(JsonResponse.problem(ProblemType.BUSY)));
        all().forEach(stream ->
                stream.end(RETRY_MILLIS + ThreadLocalRandom.current().nextLong(RETRY_SPREAD_MILLIS)));
    }

    private List<SseSubscriber> all() {
        return readers.values().stream().flatMap(Set::stream).toList();
    }
}
