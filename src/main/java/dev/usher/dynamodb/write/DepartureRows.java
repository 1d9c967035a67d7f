package dev.usher.dynamodb.write;

import static dev.usher.dynamodb.item.AttributeNames.*;
import static dev.usher.dynamodb.item.AttributeValues.*;

import dev.usher.dynamodb.client.DynamoDbGateway;
import dev.usher.dynamodb.item.ConditionExpressions;
import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.dynamodb.item.QueryExpressions;
import dev.usher.dynamodb.item.TableNames;
import dev.usher.dynamodb.item.TransactItems;
import dev.usher.dynamodb.item.UpdateExpression;
import dev.usher.dynamodb.read.Paginator;
import dev.usher.registrations.model.summary.Departures;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Rows that record the departures from waitlists. Each row has one bit for each of 4,000 tickets, in words of 100 bits
 * as attributes {@code d0} to {@code d39}. A word has at most 31 decimal digits; DynamoDB adds up to 38 exactly. A turn
 * adds bits without reading the row, because each bit is added only once.
 */
public final class DepartureRows {
    private static final int TICKETS_A_WORD = 100;
    private static final int WORDS = Departures.TICKETS_A_ROW / TICKETS_A_WORD;

    private final Paginator pages;
    private final String table;

    public DepartureRows(DynamoDbGateway dynamo, TableNames tables) {
        this.pages = new Paginator(dynamo);
        this.table = tables.waitlist();
    }

    /** Returns actions that add the tickets, one for each row. */
    public static List<TransactWriteItem> additions(TableNames tables, String eventId, Collection<Long> tickets) {
        var rows = tickets.stream().collect(Collectors.groupingBy(Departures::row, TreeMap::new, Collectors.toList()));
        return rows.entrySet().stream()
                .map(row -> TransactItems.update(
                        tables.waitlist(),
                        ItemMapper.departuresKey(eventId, row.getKey()),
                        UpdateExpression.add(words(row.getValue()))))
                .toList();
    }

    /** Returns an action that sets the departures of one row to exactly these tickets, whatever the row contains. */
    static TransactWriteItem replacement(TableNames tables, String eventId, long row, Collection<Long> tickets) {
        var before = new HashMap<String, AttributeValue>();
        IntStream.range(0, WORDS).forEach(word -> before.put(DEPARTURES + word, number(0)));
        var after = new HashMap<String, AttributeValue>();
        words(tickets).forEach((word, bits) -> put(after, word, bits));
        return TransactItems.update(
                tables.waitlist(), ItemMapper.departuresKey(eventId, row), UpdateExpression.difference(before, after));
    }

    private static Map<String, BigInteger> words(Collection<Long> tickets) {
        var words = new TreeMap<String, BigInteger>();
        for (long ticket : tickets) {
            int bit = (int) ((ticket - 1) % Departures.TICKETS_A_ROW);
            words.merge(
                    DEPARTURES + bit / TICKETS_A_WORD, BigInteger.ZERO.setBit(bit % TICKETS_A_WORD), BigInteger::or);
        }
        return words;
    }

    /** Reads the departures of tickets above {@code floor} up to {@code upTo}; may include some above {@code upTo}. */
    public Future<Departures> read(String eventId, long floor, long upTo) {
        if (floor >= upTo) {
            return Future.succeededFuture(new Departures(floor, LongStream.empty()));
        }
        var first = ItemMapper.departuresKey(eventId, Departures.row(floor + 1));
        var last = ItemMapper.departuresKey(eventId, Departures.row(upTo));
        var between =
                ConditionExpressions.entriesBetween(text(first, EVENT_ID), number(first, TICKET), number(last, TICKET));
        return pages.query(QueryExpressions.of(table, between).build(), rows -> false)
                .map(rows -> new Departures(floor, rows.items().stream().flatMapToLong(DepartureRows::tickets)));
    }

    private static LongStream tickets(Map<String, AttributeValue> row) {
        long first = number(row, TICKET) + 1;
        return IntStream.range(0, WORDS)
                .filter(word -> row.containsKey(DEPARTURES + word))
                .boxed()
                .flatMapToLong(word -> {
                    var bits = new BigInteger(row.get(DEPARTURES + word).n());
                    return IntStream.range(0, TICKETS_A_WORD)
                            .filter(bits::testBit)
                            .mapToLong(bit -> first + (long) word * TICKETS_A_WORD + bit);
                });
    }
}
