package dev.usher.dynamodb;

import dev.usher.registrations.Departures;
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
 * The rows in which the departures of waitlists are counted. Each has a bit for each of 4,000 tickets, in words of 100
 * as attributes {@code d0} to {@code d39}: 31 decimal digits at most, of the 38 that DynamoDB adds exactly. A turn adds
 * bits unread, since each is added once.
 */
final class DepartureRows {
    private static final int TICKETS_A_WORD = 100;
    private static final int WORDS = Departures.TICKETS_A_ROW / TICKETS_A_WORD;

    private final Pages pages;
    private final String table;

    DepartureRows(Dynamo dynamo, Tables tables) {
        this.pages = new Pages(dynamo);
        this.table = tables.waitlist();
    }

    /** Adds the tickets: one action for each row. */
    static List<TransactWriteItem> additions(Tables tables, String eventId, Collection<Long> tickets) {
        var rows = tickets.stream().collect(Collectors.groupingBy(Departures::row, TreeMap::new, Collectors.toList()));
        return rows.entrySet().stream()
                .map(row -> Actions.update(
                        tables.waitlist(),
                        Items.departuresKey(eventId, row.getKey()),
                        Update.add(words(row.getValue()))))
                .toList();
    }

    /** Counts these tickets of one row and no others, whatever is counted there. */
    static TransactWriteItem replacement(Tables tables, String eventId, long row, Collection<Long> tickets) {
        var before = new HashMap<String, AttributeValue>();
        IntStream.range(0, WORDS).forEach(word -> before.put(Attributes.DEPARTURES + word, Values.number(0)));
        var after = new HashMap<String, AttributeValue>();
        words(tickets).forEach((word, bits) -> Values.put(after, word, bits));
        return Actions.update(tables.waitlist(), Items.departuresKey(eventId, row), Update.difference(before, after));
    }

    private static Map<String, BigInteger> words(Collection<Long> tickets) {
        var words = new TreeMap<String, BigInteger>();
        for (long ticket : tickets) {
            int bit = (int) ((ticket - 1) % Departures.TICKETS_A_ROW);
            words.merge(
                    Attributes.DEPARTURES + bit / TICKETS_A_WORD,
                    BigInteger.ZERO.setBit(bit % TICKETS_A_WORD),
                    BigInteger::or);
        }
        return words;
    }

    /** Those of the tickets above the floor and up to the other, and maybe some behind it. */
    Future<Departures> read(String eventId, long floor, long upTo) {
        if (floor >= upTo) {
            return Future.succeededFuture(new Departures(floor, LongStream.empty()));
        }
        var first = Items.departuresKey(eventId, Departures.row(floor + 1));
        var last = Items.departuresKey(eventId, Departures.row(upTo));
        var between = Conditions.lineBetween(
                Values.text(first, Attributes.EVENT_ID),
                Values.number(first, Attributes.TICKET),
                Values.number(last, Attributes.TICKET));
        return pages.query(Queries.of(table, between).build(), rows -> false)
                .map(rows -> new Departures(floor, rows.items().stream().flatMapToLong(DepartureRows::tickets)));
    }

    private static LongStream tickets(Map<String, AttributeValue> row) {
        long first = Values.number(row, Attributes.TICKET) + 1;
        return IntStream.range(0, WORDS)
                .filter(word -> row.containsKey(Attributes.DEPARTURES + word))
                .boxed()
                .flatMapToLong(word -> {
                    var bits =
                            new BigInteger(row.get(Attributes.DEPARTURES + word).n());
                    return IntStream.range(0, TICKETS_A_WORD)
                            .filter(bits::testBit)
                            .mapToLong(bit -> first + (long) word * TICKETS_A_WORD + bit);
                });
    }
}
