package dev.usher.bench.load;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/**
 * One load under way. Sends due calls over free connections, retries those answered 503, and ends when all are answered
 * or the limit has passed; then it closes the connections still in use. Runs on one event loop.
 */
final class Run {
    private static final String FORWARDED_FOR = "X-Forwarded-For: ";

    /** A network reserved for documentation. */
    private static final String CLIENTS = "198.51.100.";

    private static final int BUSY = 503;
    private static final int RETRY_MILLIS = 50;
    private static final long MAX_MICROS = 600_000_000L;

    private final Vertx vertx;
    private final Lanes lanes;
    private final Load load;
    private final int clients;
    private final Promise<Answers> ended = Promise.promise();
    private final Queue<Integer> waiting = new ArrayDeque<>();
    private final Queue<URI> free = new ArrayDeque<>();
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final Histogram times = new Histogram(MAX_MICROS, 3);
    private final boolean[] answered;
    private final boolean[] repeated;
    private final long start = System.nanoTime();
    private int next;
    private int done;
    private int retries;
    private int wrong;
    private final Set<Lane> underWay = new HashSet<>();
    private long last;
    private boolean over;

    private Run(Vertx vertx, Lanes lanes, Load load, int clients) {
        this.vertx = vertx;
        this.lanes = lanes;
        this.load = load;
        this.clients = clients;
        answered = new boolean[load.calls().size()];
        repeated = new boolean[answered.length];
        for (int i = 0; i < load.connections(); i++) {
            free.add(load.servers().get(i % load.servers().size()));
        }
    }

    /**
     * Call on the event loop of the run.
     *
     * @param clients how many clients the calls come from, in turn; 0 to send no client address
     */
    static Promise<Answers> start(Vertx vertx, Lanes lanes, Load load, int clients) {
        var run = new Run(vertx, lanes, load, clients);
        long ticks = vertx.setPeriodic(1, tick -> run.tick());
        run.ended.future().onComplete(any -> vertx.cancelTimer(ticks));
        run.tick();
        return run.ended;
    }

    private void tick() {
        long now = System.nanoTime() - start;
        while (next < answered.length && load.due(next) <= now) {
            waiting.add(next++);
        }
        over = over || done == answered.length || now > load.limit().toNanos();
        if (!over) {
            dispatch();
        } else {
            underWay.forEach(Lane::close);
            ended.tryComplete(result());
        }
    }

    private void dispatch() {
        while (!over && !free.isEmpty() && !waiting.isEmpty()) {
            send(waiting.poll(), free.poll());
        }
    }

    private void send(int number, URI server) {
        lanes.take(server).onSuccess(lane -> send(number, lane)).onFailure(refused -> answer(number, server, BUSY));
    }

    private void send(int number, Lane lane) {
        if (over) {
            lanes.free(lane);
            return;
        }
        String client = clients > 0 ? FORWARDED_FOR + CLIENTS + number % clients + "\r\n" : "";
        underWay.add(lane);
        lane.send(Lane.request(lane.server(), load.calls().get(number), client), status -> {
            underWay.remove(lane);
            if (status == Lane.CUT) {
                answer(number, lane.server(), BUSY);
            } else {
                lanes.free(lane);
                answer(number, lane.server(), status);
            }
        });
    }

    private void answer(int number, URI server, int status) {
        if (over) {
            return;
        }
        free.add(server);
        if (status == BUSY) {
            retries++;
            repeated[number] = true;
            vertx.setTimer(1 + ThreadLocalRandom.current().nextInt(RETRY_MILLIS), later -> {
                waiting.add(number);
                dispatch();
            });
        } else {
            last = System.nanoTime() - start;
            answered[number] = true;
            done++;
            statuses.merge(status, 1, Integer::sum);
            Call call = load.calls().get(number);
            if (status != call.status() && !(repeated[number] && status == call.repeated())) {
                wrong++;
            }
            record(last - load.due(number));
        }
        dispatch();
    }

    private Answers result() {
        long limit = load.limit().toNanos();
        for (int number = 0; number < answered.length; number++) {
            if (!answered[number]) {
                record(limit - load.due(number));
            }
        }
        boolean all = done == answered.length;
        return new Answers(statuses, wrong, answered.length - done, retries, all ? last : limit, times);
    }

    private void record(long nanos) {
        times.recordValue(Math.min(MAX_MICROS, Math.max(0, nanos / 1_000)));
    }
}
