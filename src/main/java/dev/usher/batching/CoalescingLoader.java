package dev.usher.batching;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Batching look-up. Keys that arrive in one round of the event loop are read together at its end. Keys that arrive
 * while a read is in progress wait for the next one; another read starts beside it only when it would be full. A
 * look-up never joins a read that started before it, so that an answer is never older than its question. Look-ups of
 * the same key share an answer. No timer, no added delay when idle.
 *
 * <p>Belongs to its owner's context and must not be used from another: it has no locks. Caches nothing.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class CoalescingLoader<K, V> {
    private final Function<Set<K>, Future<Map<K, V>>> read;
    private final int keysARead;
    private final int readsAtOnce;
    private final Map<K, Promise<Optional<V>>> waiting = new LinkedHashMap<>();
    private int underWay;
    private boolean roundEnds;
    private boolean starting;

    /**
     * @param read returns the values of the keys that exist; its future completes on the calling context
     * @param keysARead maximum keys of one read
     * @param readsAtOnce maximum reads in progress
     */
    public CoalescingLoader(Function<Set<K>, Future<Map<K, V>>> read, int keysARead, int readsAtOnce) {
        this.read = read;
        this.keysARead = keysARead;
        this.readsAtOnce = readsAtOnce;
    }

    /** Looks up a key; empty when it does not exist. */
    public Future<Optional<V>> find(K key) {
        var answer = waiting.computeIfAbsent(key, first -> Promise.promise()).future();
        if (!roundEnds) {
            roundEnds = true;
            atEndOfRound(() -> {
                roundEnds = false;
                readOn();
            });
        }
        return answer;
    }

    /** Returns the number of keys that no read has started for. */
    public int waiting() {
        return waiting.size();
    }

    private static void atEndOfRound(Runnable work) {
        var context = Vertx.currentContext();
        if (context == null) {
            work.run();
        } else {
            context.runOnContext(round -> work.run());
        }
    }

    /** Reads that fail at once are followed by the next in this loop: otherwise each would deepen the stack. */
    private void readOn() {
        if (starting) {
            return;
        }
        starting = true;
        try {
            while (!waiting.isEmpty() && (underWay == 0 || underWay < readsAtOnce && waiting.size() >= keysARead)) {
                underWay++;
                read(nextBatch());
            }
        } finally {
            starting = false;
        }
    }

    private Map<K, Promise<Optional<V>>> nextBatch() {
        var batch = new LinkedHashMap<K, Promise<Optional<V>>>();
        var entries = waiting.entrySet().iterator();
        while (entries.hasNext() && batch.size() < keysARead) {
            var entry = entries.next();
            batch.put(entry.getKey(), entry.getValue());
            entries.remove();
        }
        return batch;
    }

    private void read(Map<K, Promise<Optional<V>>> batch) {
        started(batch.keySet())
                .onComplete(
                        found -> {
                            finished();
                            batch.forEach((key, answer) -> answer.complete(Optional.ofNullable(found.get(key))));
                        },
                        failure -> {
                            finished();
                            batch.values().forEach(answer -> answer.fail(failure));
                        });
    }

    private Future<Map<K, V>> started(Set<K> keys) {
        try {
            return read.apply(keys);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void finished() {
        underWay--;
        readOn();
    }
}
