package dev.usher.dynamodb;

import dev.usher.registrations.Line;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Reads the front of a line. */
final class LineRows {
    private static final int SPARE = 10;
    private static final int ROWS_A_CALL = 1_000;
    /** A read ends with the page that reaches it: a turn plans on what was found, and the next one goes on behind. */
    private static final int MAX_ROWS = 2_000;

    private static final Map<String, String> PROJECTED = Map.of(
            Expression.alias(Attributes.TICKET), Attributes.TICKET,
            Expression.alias(Attributes.USER_ID), Attributes.USER_ID,
            Expression.alias(Attributes.LEFT), Attributes.LEFT);

    private final Pages pages;
    private final String table;

    LineRows(Dynamo dynamo, Tables tables) {
        this.pages = new Pages(dynamo);
        this.table = tables.waitlist();
    }

    /** Without a filter: who left stands in the answer, so that a gap in the line can be seen as one. */
    Future<Line> front(String eventId, long floor, int waiting) {
        if (waiting <= 0) {
            return Future.succeededFuture(new Line(List.of(), false));
        }
        var line = Conditions.lineAbove(eventId, floor);
        var query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression(line.text())
                .expressionAttributeNames(Expression.merged(line.names(), PROJECTED))
                .expressionAttributeValues(line.values())
                .projectionExpression(String.join(", ", PROJECTED.keySet()))
                .limit(Math.min(ROWS_A_CALL, waiting + SPARE))
                .build();
        return pages.query(query, rows -> enough(rows.items(), waiting))
                .map(rows -> new Line(rows.items().stream().map(Items::place).toList(), rows.complete()));
    }

    private static boolean enough(List<Map<String, AttributeValue>> places, int waiting) {
        long found = places.stream()
                .filter(place -> !place.containsKey(Attributes.LEFT))
                .count();
        return found >= waiting || places.size() >= MAX_ROWS;
    }
}
