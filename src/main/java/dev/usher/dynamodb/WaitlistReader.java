package dev.usher.dynamodb;

import static dev.usher.dynamodb.item.AttributeNames.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.dynamodb.write.DepartureRows;
import dev.usher.registrations.model.WaitlistPrefix;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the head of a waitlist. If the first rows contain only entries that left, the rows of departures give the first
 * ticket that still waits.
 */
final class WaitlistReader {
    private static final int SPARE = 10;
    private static final int ROWS_A_CALL = 1_000;
    /** A read ends with the page that reaches this number. The turn plans on it; the next turn continues after it. */
    private static final int MAX_ROWS = 2_000;
    /** Most tickets whose departures one read covers. */
    private static final long MAX_PASSED = 1_000_000;

    private final Paginator pages;
    private final DepartureRows departures;
    private final String table;

    WaitlistReader(DynamoDbGateway dynamo, TableNames tables) {
        this.pages = new Paginator(dynamo);
        this.departures = new DepartureRows(dynamo, tables);
        this.table = tables.waitlist();
    }

    Future<WaitlistPrefix> front(String eventId, long floor, int waiting) {
        if (waiting <= 0) {
            return Future.succeededFuture(new WaitlistPrefix(List.of(), false));
        }
        int few = Math.min(ROWS_A_CALL, waiting + waiting / 4 + SPARE);
        return rows(eventId, floor, few, page -> enough(page, waiting) || waiting(page) == 0)
                .compose(waitlist -> waitlist.complete()
                                || waitlist.entries().stream().anyMatch(entry -> !entry.left())
                        ? Future.succeededFuture(waitlist)
                        : departures.read(eventId, floor, floor + MAX_PASSED).compose(counted -> {
                            long above = counted.firstWaiting() - 1;
                            return rows(
                                    eventId, above, above > floor ? few : ROWS_A_CALL, page -> enough(page, waiting));
                        }));
    }

    /** Uses no filter: entries that left are returned too, so that a missing ticket is recognized as a gap. */
    private Future<WaitlistPrefix> rows(
            String eventId, long above, int limit, Predicate<List<Map<String, AttributeValue>>> enough) {
        var query = QueryExpressions.of(table, ConditionExpressions.entriesAbove(eventId, above))
                .limit(limit);
        return pages.query(query.build(), rows -> enough.test(rows.items()))
                .map(rows -> new WaitlistPrefix(
                        above, rows.items().stream().map(ItemMapper::entry).toList(), rows.complete()));
    }

    private static boolean enough(List<Map<String, AttributeValue>> entries, int waiting) {
        return entries.size() >= MAX_ROWS || waiting(entries) >= waiting;
    }

    private static long waiting(List<Map<String, AttributeValue>> entries) {
        return entries.stream().filter(entry -> !entry.containsKey(LEFT)).count();
    }
}
