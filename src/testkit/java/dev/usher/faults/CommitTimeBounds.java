package dev.usher.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Bounds the commit time of each version, which no stream contains: reads the events' rows continuously, bypassing
 * every fault but the store's own death, with strongly consistent reads. What a read returns was committed before it
 * ended; what it does not return yet was committed after it began. Has its own thread.
 */
final class CommitTimeBounds {
    private static final long PAUSE_MILLIS = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final DynamoDbAsyncClient dynamo;
    private final String table;
    private final List<String> events;
    /** For each event and version that was seen, when the last read of it began. */
    private final Map<String, TreeMap<Long, Long>> lastBegun = new HashMap<>();
    /** For each event and version that was seen, when the first read of it ended. */
    private final Map<String, TreeMap<Long, Long>> firstEnded = new HashMap<>();

    private final Thread thread = new Thread(this::run, "watch");
    private volatile boolean over;

    CommitTimeBounds(DynamoDbAsyncClient dynamo, String prefix, List<String> events) {
        this.dynamo = dynamo;
        this.table = prefix + "Events";
        this.events = events;
        events.forEach(event -> {
            lastBegun.put(event, new TreeMap<>());
            firstEnded.put(event, new TreeMap<>());
        });
        thread.start();
    }

    /** Last moment at which the version was certainly not committed. Call after the end. */
    long notBefore(String event, long version) {
        var earlier = lastBegun.get(event).lowerEntry(version);
        return earlier == null ? Long.MIN_VALUE : earlier.getValue();
    }

    /** First moment at which the version was certainly committed. Call after the end. */
    long notAfter(String event, long version) {
        var later = firstEnded.get(event).ceilingEntry(version);
        return later == null ? Long.MAX_VALUE : later.getValue();
    }

    private void run() {
        while (!over) {
            events.forEach(this::look);
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void look(String event) {
        long begun = System.nanoTime();
        try {
            var item = dynamo.getItem(get -> get.tableName(table)
                            .key(Map.of("eventId", AttributeValue.fromS(event)))
                            .consistentRead(true)
                            .overrideConfiguration(override -> override.apiCallTimeout(TIMEOUT)))
                    .join()
                    .item();
            long ended = System.nanoTime();
            if (!item.isEmpty()) {
                long version = Long.parseLong(item.get("version").n());
                lastBegun.get(event).put(version, begun);
                firstEnded.get(event).putIfAbsent(version, ended);
            }
        } catch (CompletionException unseen) {
            // The store is down: the reads before and after bound the versions of these moments.
        }
    }

    /** Ends after one more read. */
    void end() throws InterruptedException {
        over = true;
        thread.join();
        events.forEach(this::look);
    }
}
