package dev.usher.faults;

import dev.usher.history.Change;
import dev.usher.history.StoredItems;
import dev.usher.history.Version;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/**
 * Streams of the tables of a DynamoDB Local: every committed image, in order. They are on its disk like the tables and
 * survive a kill, so they are read once, at the end. All streams share one sequence of numbers, and the records of a
 * transaction follow one another in the order of its actions, the event's first: records between two of an event belong
 * to the first one's version. Blocks its callers.
 */
final class ChangeStreamReader {
    private static final String EVENTS = "Events";
    private static final String REGISTRATIONS = "Registrations";
    private static final String WAITLIST = "Waitlist";
    private static final String CHANGES = "Changes";
    private static final List<String> TABLES = List.of(EVENTS, REGISTRATIONS, WAITLIST, CHANGES);

    private final DynamoDbAsyncClient dynamo;
    private final URI store;
    private final String prefix;

    private record Entry(
            String table,
            long sequence,
            String eventId,
            Map<String, AttributeValue> before,
            Map<String, AttributeValue> after) {
        /** Unlike the service, DynamoDB Local also records the deletion of a row that does not exist. */
        boolean changes() {
            return !before.isEmpty() || !after.isEmpty();
        }

        /** Departures are counted beside the entries that left. */
        boolean isDepartures() {
            return eventId.endsWith("#departures");
        }
    }

    private static final class Turn {
        private final Entry event;
        private final List<Change<Map<String, AttributeValue>>> rows = new ArrayList<>();
        private final List<Change<Map<String, AttributeValue>>> entries = new ArrayList<>();
        private Map<String, AttributeValue> logged;

        private Turn(Entry event) {
            this.event = event;
        }
    }

    ChangeStreamReader(DynamoDbAsyncClient dynamo, URI store, String prefix) {
        this.dynamo = dynamo;
        this.store = store;
        this.prefix = prefix;
    }

    /** Enables the streams. They contain no earlier writes. */
    void open() {
        for (var table : TABLES) {
            dynamo.updateTable(update -> update.tableName(prefix + table)
                            .streamSpecification(stream ->
                                    stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
                    .join();
        }
    }

    /** Versions of each event that was created since the streams were enabled. */
    Map<String, List<Version>> read(CommitTimeBounds watch) {
        List<Entry> entries = new ArrayList<>();
        try (var streams = DynamoDbStreamsAsyncClient.builder()
                .endpointOverride(store)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build()) {
            for (var table : TABLES) {
                read(streams, table, entries);
            }
        }
        entries.sort(Comparator.comparingLong(Entry::sequence));
        Map<String, List<Turn>> turns = new LinkedHashMap<>();
        entries.forEach(entry -> sort(entry, turns));
        Map<String, List<Version>> versions = new LinkedHashMap<>();
        turns.forEach((event, list) -> versions.put(
                event, list.stream().map(turn -> version(event, turn, watch)).toList()));
        return versions;
    }

    private void read(DynamoDbStreamsAsyncClient streams, String table, List<Entry> entries) {
        var arn = dynamo.describeTable(describe -> describe.tableName(prefix + table))
                .join()
                .table()
                .latestStreamArn();
        var shards = streams.describeStream(describe -> describe.streamArn(arn))
                .join()
                .streamDescription()
                .shards();
        for (Shard shard : shards) {
            var iterator = streams.getShardIterator(get -> get.streamArn(arn)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .join()
                    .shardIterator();
            while (iterator != null) {
                var from = iterator;
                var page = streams.getRecords(get -> get.shardIterator(from)).join();
                page.records().stream()
                        .map(record -> entry(table, record))
                        .filter(entry -> entry.changes() && !entry.isDepartures())
                        .forEach(entries::add);
                iterator = page.records().isEmpty() ? null : page.nextShardIterator();
            }
        }
    }

    private static Entry entry(String table, Record record) {
        var change = record.dynamodb();
        return new Entry(
                table,
                Long.parseLong(change.sequenceNumber()),
                change.keys().get("eventId").s(),
                change.oldImage(),
                change.newImage());
    }

    private static void sort(Entry entry, Map<String, List<Turn>> turns) {
        var known = turns.computeIfAbsent(entry.eventId(), event -> new ArrayList<>());
        if (entry.table().equals(EVENTS)) {
            known.add(new Turn(entry));
            return;
        }
        var last = known.get(known.size() - 1);
        if (entry.table().equals(REGISTRATIONS)) {
            last.rows.add(new Change<>(entry.before(), entry.after()));
        } else if (entry.table().equals(WAITLIST)) {
            last.entries.add(new Change<>(entry.before(), entry.after()));
        } else if (!entry.after().isEmpty()) {
            last.logged = entry.after();
        }
    }

    private static Version version(String event, Turn turn, CommitTimeBounds watch) {
        long number = Long.parseLong(turn.event.after().get("version").n());
        return StoredItems.version(
                new Change<>(turn.event.before(), turn.event.after()),
                turn.rows,
                turn.entries,
                turn.logged,
                Long.MIN_VALUE,
                watch.notBefore(event, number),
                watch.notAfter(event, number));
    }
}
