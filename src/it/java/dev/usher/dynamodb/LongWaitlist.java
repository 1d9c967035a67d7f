package dev.usher.dynamodb;

import dev.usher.dynamodb.item.AttributeNames;
import dev.usher.dynamodb.item.AttributeValues;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.write.DepartureRows;
import dev.usher.events.Event;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A long waitlist written past the server: one seat, which is taken, and the tickets from 1 on. Ids have 36 characters.
 * Blocks its callers.
 */
final class LongWaitlist {
    private static final int ROWS_A_CALL = 25;
    private static final int CALLS_AT_ONCE = 16;

    private final DynamoDbAsyncClient dynamo;
    private final TableNames tables;
    private final String eventId;
    private final long tickets;
    private final LongPredicate left;

    /** @param left whether the entry of a ticket left */
    LongWaitlist(DynamoDbAsyncClient dynamo, TableNames tables, String eventId, long tickets, LongPredicate left) {
        this.dynamo = dynamo;
        this.tables = tables;
        this.eventId = eventId;
        this.tickets = tickets;
        this.left = left;
    }

    /** The user with this ticket; with 0, the one who has the seat. */
    static String user(long ticket) {
        return "00000000-0000-4000-8000-%012d".formatted(ticket);
    }

    /** @param counted up to which ticket departures are counted */
    LongWaitlist write(long counted) throws Exception {
        var departed = LongStream.rangeClosed(1, tickets).filter(left).boxed().toList();
        var counts = new Event.Counts(1, (int) (tickets - departed.size()), tickets, 0, 1 + tickets);
        put(tables.events(), ItemMapper.item(Rows.event(eventId, 1, counts)));
        put(tables.registrations(), ItemMapper.item(Rows.seated(eventId, user(0))));
        var free = new Semaphore(CALLS_AT_ONCE);
        var failed = new CompletableFuture<Void>();
        for (long first = 1; first <= tickets; first += ROWS_A_CALL) {
            var rows = LongStream.range(first, Math.min(first + ROWS_A_CALL, tickets + 1))
                    .mapToObj(this::row)
                    .toList();
            free.acquire();
            dynamo.batchWriteItem(batch -> batch.requestItems(Map.of(tables.waitlist(), rows)))
                    .whenComplete((written, failure) -> {
                        free.release();
                        if (failure != null) {
                            failed.completeExceptionally(failure);
                        }
                    });
        }
        free.acquire(CALLS_AT_ONCE);
        failed.getNow(null);
        count(departed.stream().filter(ticket -> ticket <= counted).toList());
        return this;
    }

    /** The registration of an entry that waits. */
    LongWaitlist register(long ticket) {
        put(tables.registrations(), ItemMapper.item(Rows.waiting(eventId, user(ticket), ticket)));
        return this;
    }

    private WriteRequest row(long ticket) {
        var item = ItemMapper.item(eventId, new Entry(ticket, user(ticket), left.test(ticket)));
        item.put(AttributeNames.REGISTERED_AT, AttributeValues.time(Rows.NOW));
        item.put(AttributeNames.VERSION, AttributeValues.number(ticket));
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    private void count(List<Long> departed) {
        new ArrayList<>(DepartureRows.additions(tables, eventId, departed)).forEach(action -> {
            var row = new HashMap<>(action.update().key());
            action.update()
                    .expressionAttributeValues()
                    .forEach((placeholder, bits) -> row.put(placeholder.replace(":add_", ""), bits));
            put(tables.waitlist(), row);
        });
    }

    private void put(String table, Map<String, AttributeValue> item) {
        dynamo.putItem(put -> put.tableName(table).item(item)).join();
    }
}
