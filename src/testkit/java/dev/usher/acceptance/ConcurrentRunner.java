package dev.usher.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the same action for many users at the same time. */
final class ConcurrentRunner {
    private static final int TIMEOUT_SECONDS = 600;

    private ConcurrentRunner() {}

    /** Action of one user. */
    interface Act<T> {
        T of(int person) throws Exception;
    }

    /**
     * Runs the action once for each user, a given number at a time, all started together; results in the order of the
     * users.
     */
    static <T> List<T> act(int people, int atATime, Act<T> act) throws Exception {
        var next = new AtomicInteger();
        var start = new CyclicBarrier(atATime);
        List<T> results = new ArrayList<>(java.util.Collections.nCopies(people, null));
        List<Callable<Void>> hands = new ArrayList<>();
        for (int hand = 0; hand < atATime; hand++) {
            hands.add(() -> {
                start.await();
                for (int person = next.getAndIncrement(); person < people; person = next.getAndIncrement()) {
                    T result = act.of(person);
                    synchronized (results) {
                        results.set(person, result);
                    }
                }
                return null;
            });
        }
        run(hands);
        return results;
    }

    private static void run(List<Callable<Void>> hands) throws Exception {
        var threads = Executors.newFixedThreadPool(hands.size());
        try {
            List<Future<Void>> running = new ArrayList<>();
            hands.forEach(hand -> running.add(threads.submit(hand)));
            for (var hand : running) {
                hand.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }
}
