package dev.usher.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.dynamodb.item.ItemMapper;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Registration.Status;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists of a user's registrations, page by page. */
class DynamoListsIT extends AgainstDynamoDb {

    @BeforeAll
    static void rows() throws Exception {
        for (int event = 10; event < 35; event++) {
            var id = "e" + event;
            get(new DynamoDbEventStore(dynamo, tables, 0).create(Rows.event(id, event)));
            var row = event % 5 == 0 ? Rows.waiting(id, "ann", event) : Rows.seated(id, "ann");
            put(tables.registrations(), ItemMapper.item(row));
            put(tables.registrations(), ItemMapper.item(Rows.seated(id, "bob")));
        }
    }

    @Test
    void aUsersRowsComeByEvent() throws Exception {
        var registrations = new DynamoDbRegistrationStore(dynamo, tables);

        var first = get(registrations.ofUser("ann", null, 20, null));
        var second = get(registrations.ofUser("ann", null, 20, first.next()));

        assertThat(first.items()).hasSize(20);
        assertThat(first.items().get(0)).isEqualTo(Rows.waiting("e10", "ann", 10));
        assertThat(first.next()).isEqualTo("e29");
        assertThat(second.items().stream().map(Registration::eventId))
                .containsExactly("e30", "e31", "e32", "e33", "e34");
        assertThat(second.next()).isNull();
    }

    @Test
    void aStatusPicksItsRowsOnly() throws Exception {
        var registrations = new DynamoDbRegistrationStore(dynamo, tables);

        var first = get(registrations.ofUser("ann", Status.WAITLISTED, 3, null));
        var second = get(registrations.ofUser("ann", Status.WAITLISTED, 3, first.next()));

        assertThat(first.items().stream().map(Registration::eventId)).containsExactly("e10", "e15", "e20");
        assertThat(second.items().stream().map(Registration::eventId)).containsExactly("e25", "e30");
        assertThat(second.next()).isNull();
    }

    @Test
    void whoIsNowhereHasAnEmptyList() throws Exception {
        var page = get(new DynamoDbRegistrationStore(dynamo, tables).ofUser("absent", null, 5, null));

        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isNull();
    }
}
