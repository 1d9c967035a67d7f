package dev.usher.dynamodb;

import dev.usher.registrations.Line;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the front of a line. Where the first rows have nobody who waits, the counted departures tell how far that goes
 * on.
 */
final class LineRows {
    private static final int SPARE = 10;
    private static final int ROWS_A_CALL = 1_000;
    /** A read ends with the page that reaches it: a turn plans on what was found, and the next one goes on behind. */
    private static final int MAX_ROWS = 2_000;
    /** Tickets whose departures are looked up at most. */
    private static final long MAX_PASSED = 1_000_000;

    private final Pages pages;
    private final DepartureRows departures;
    private final String table;

    LineRows(Dynamo dynamo, Tables tables) {
        this.pages = new Pages(dynamo);
        this.departures = new DepartureRows(dynamo, tables);
        this.table = tables.waitlist();
    }

    Future<Line> front(String eventId, long floor, int waiting) {
        if (waiting <= 0) {
            return Future.succeededFuture(new Line(List.of(), false));
        }
        int few = Math.min(ROWS_A_CALL, waiting + waiting / 4 + SPARE);
        return rows(eventId, floor, few, page -> enough(page, waiting) || waiting(page) == 0)
                .compose(line -> line.complete() || line.places().stream().anyMatch(place -> !place.left())
                        ? Future.succeededFuture(line)
                        : departures.read(eventId, floor, floor + MAX_PASSED).compose(counted -> {
                            long above = counted.firstWaiting() - 1;
                            return rows(
                                    eventId, above, above > floor ? few : ROWS_A_CALL, page -> enough(page, waiting));
                        }));
    }

    /** Without a filter: who left stands in the answer, so that a gap in the line can be seen as one. */
    private Future<Line> rows(
            String eventId, long above, int limit, Predicate<List<Map<String, AttributeValue>>> enough) {
        var query = Queries.of(table, Conditions.lineAbove(eventId, above)).limit(limit);
        return pages.query(query.build(), rows -> enough.test(rows.items()))
                .map(rows ->
                        new Line(above, rows.items().stream().map(Items::place).toList(), rows.complete()));
    }

    private static boolean enough(List<Map<String, AttributeValue>> places, int waiting) {
        return places.size() >= MAX_ROWS || waiting(places) >= waiting;
    }

    private static long waiting(List<Map<String, AttributeValue>> places) {
        return places.stream()
                .filter(place -> !place.containsKey(Attributes.LEFT))
                .count();
    }
}
