package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.model.Turn.RowChange;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.CommitResult.Committed;
import dev.usher.registrations.store.CommitResult.Rejected;
import dev.usher.service.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of a turn's size, and turns that no store accepts. */
class TurnLimitsIT extends AgainstDynamoDb {
    private final String id = "e-" + UUID.randomUUID();
    private Event event;

    @BeforeEach
    void createEvent() throws Exception {
        event = get(new DynamoDbEventStore(dynamo, tables, 0).create(Rows.event(id, 200)));
    }

    @Test
    void aHundredActionsFit() throws Exception {
        assertThat(sent(arrivals(98))).isInstanceOf(Committed.class);
    }

    @Test
    void oneMoreIsPoison() throws Exception {
        assertThat(sent(arrivals(99))).isInstanceOf(Rejected.class);
    }

    @Test
    void aRowTwiceIsPoison() throws Exception {
        assertThat(sent(List.of(arrives("a"), new RowChange("a", Optional.empty(), Optional.empty()))))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void whatDynamoDbFindsInvalidIsPoison() throws Exception {
        assertThat(sent(List.of(arrives("")))).isInstanceOf(Rejected.class);
    }

    private CommitResult sent(List<RowChange> rows) throws Exception {
        var turn = new Turn(event, Rows.with(event, rows.size(), 0, 0, 0), rows, List.of(), List.of(), Timestamp.now());
        return get(new DynamoDbLedgerStore(dynamo, tables, 0).prepare(turn).send());
    }

    private List<RowChange> arrivals(int users) {
        return IntStream.range(0, users).mapToObj(user -> arrives("u" + user)).toList();
    }

    private RowChange arrives(String userId) {
        return new RowChange(userId, Optional.empty(), Optional.of(Rows.seated(id, userId)));
    }
}
