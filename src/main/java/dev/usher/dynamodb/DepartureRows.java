package dev.usher.dynamodb;

import dev.usher.registrations.Departures;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The rows in which the departures of waitlists are counted. Each has the words of 4,000 tickets as attributes
 * {@code d0} to {@code d39}; a turn adds to them unread, since a bit is added once.
 */
final class DepartureRows {
    private static final int WORDS = Departures.TICKETS_A_ROW / Departures.TICKETS_A_WORD;

    private final Pages pages;
    private final String table;

    DepartureRows(Dynamo dynamo, Tables tables) {
        this.pages = new Pages(dynamo);
        this.table = tables.waitlist();
    }

    /** One action for each row. */
    static List<TransactWriteItem> additions(Tables tables, String eventId, Departures departures) {
        var rows = new TreeMap<Long, Map<String, AttributeValue>>();
        departures.words().forEach((number, word) -> rows.computeIfAbsent(number / WORDS, row -> new HashMap<>())
                .put(Attributes.DEPARTURES + number % WORDS, AttributeValue.fromN(word.toString())));
        return rows.entrySet().stream()
                .map(row -> Actions.update(
                        tables.waitlist(), Items.departuresKey(eventId, row.getKey()), Update.add(row.getValue())))
                .toList();
    }

    /** At least those of the tickets above the one and up to the other. */
    Future<Departures> read(String eventId, long above, long upTo) {
        if (above >= upTo) {
            return Future.succeededFuture(Departures.NONE);
        }
        var first = Items.departuresKey(eventId, Departures.row(above + 1));
        var last = Items.departuresKey(eventId, Departures.row(upTo));
        var query = QueryRequest.builder().tableName(table).consistentRead(true);
        Queries.where(
                query,
                Conditions.lineBetween(
                        Values.text(first, Attributes.EVENT_ID),
                        Values.number(first, Attributes.TICKET),
                        Values.number(last, Attributes.TICKET)));
        return pages.query(query.build(), rows -> false).map(rows -> departures(rows.items()));
    }

    private static Departures departures(List<Map<String, AttributeValue>> rows) {
        var words = new HashMap<Long, BigInteger>();
        for (var row : rows) {
            long first = Values.number(row, Attributes.TICKET) / Departures.TICKETS_A_WORD;
            for (int word = 0; word < WORDS; word++) {
                var bits = row.get(Attributes.DEPARTURES + word);
                if (bits != null) {
                    words.put(first + word, new BigInteger(bits.n()));
                }
            }
        }
        return Departures.ofWords(words);
    }
}
