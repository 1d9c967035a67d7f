package dev.usher.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.dynamodb.Rows;
import dev.usher.dynamodb.write.ChangeItems;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.registrations.model.WaitlistPrefix.Entry;
import dev.usher.service.Timestamp;
import dev.usher.users.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemMapperTest {
    private static final Instant START = Instant.parse("2027-03-01T19:00:00.123Z");

    @Test
    void recordsComeBackAsTheyWere() {
        var keyed = new User("ann", "Ann \uD83C\uDFBB", Rows.NOW, "key");
        for (var user : List.of(keyed, Rows.user("bob"))) {
            assertThat(ItemMapper.user(ItemMapper.item(user))).isEqualTo(user);
        }
        var event = new Event("e", "Concert", 9, false, new Event.Counts(9, 3, 12, 7, 44), Rows.NOW, "key");
        assertThat(ItemMapper.event(ItemMapper.item(event))).isEqualTo(event);
        var owned = new Event("e", event.terms(), event.status(), event.counts(), Rows.NOW, null, "olga");
        assertThat(ItemMapper.event(ItemMapper.item(owned))).isEqualTo(owned);
        var waiting = Rows.waiting("e", "ann", 12);
        for (var row : List.of(Rows.seated("e", "ann"), waiting, Rows.promoted(waiting))) {
            assertThat(ItemMapper.registration(ItemMapper.item(row))).isEqualTo(row);
        }
        for (var entry : List.of(new Entry(3, "ann", false), new Entry(4, Entry.NO_USER, true))) {
            assertThat(ItemMapper.entry(ItemMapper.item("e", entry))).isEqualTo(entry);
        }
    }

    @Test
    void theRowOfAnEntryThatLeftDoesNotNameTheUser() {
        var row = ItemMapper.item("e", new Entry(4, "bob", true));
        assertThat(row.toString()).doesNotContain("bob");
        assertThat(ItemMapper.entry(row).isLike(new Entry(4, "bob", true))).isTrue();
    }

    @Test
    void everythingThatAnOrganizerSaysComesBack() {
        var terms = everything("Slam", "Ten\npoets", "Europe/Berlin", START);
        var event = Rows.event("e", 9).amended(terms, Event.Status.SCHEDULED, 4).ownedBy("olga");
        assertThat(ItemMapper.item(event)).doesNotContainKey(AttributeNames.DESCRIPTION);
        assertThat(ItemMapper.event(ItemMapper.item(event)).described(terms.description()))
                .isEqualTo(event);
        var cancelled = event.amended(terms, Event.Status.CANCELLED, 5);
        assertThat(ItemMapper.event(ItemMapper.item(cancelled)).described(terms.description()))
                .isEqualTo(cancelled);
    }

    @Test
    void theOwnerIsChangeableAndLogged() {
        var event = Rows.event("e", 9).ownedBy("olga");
        assertThat(ItemMapper.changeable(event)).containsEntry(AttributeNames.OWNER, AttributeValues.text("olga"));
        assertThat(ChangeItems.turn(new ChangeItems(0).creation(event, "token")).details())
                .contains(LoggedTurn.Details.of(event, null));
    }

    /** Of a version before 0.2. It moves into a row of its own with its next change. */
    @Test
    void aDescriptionInTheEventsRowIsRead() {
        var item = ItemMapper.item(Rows.event("e", 9));
        item.put(AttributeNames.DESCRIPTION, AttributeValues.text("Old"));
        item.remove(AttributeNames.DETAILS_VERSION);
        var event = ItemMapper.event(item);
        assertThat(event.terms().description()).isEqualTo("Old");
        assertThat(event.detailsVersion()).isEqualTo(1);
        assertThat(ItemMapper.changeable(event.with(event.counts())))
                .containsEntry(AttributeNames.DESCRIPTION, AttributeValues.text("Old"))
                .doesNotContainKey(AttributeNames.DESCRIPTION_VERSION);
        var described = new EventDetails("Concert", 9, true).with(EventField.DESCRIPTION, "New");
        assertThat(ItemMapper.changeable(event.amended(described, Event.Status.SCHEDULED, 2)))
                .containsEntry(AttributeNames.DESCRIPTION_VERSION, AttributeValues.number(2))
                .doesNotContainKey(AttributeNames.DESCRIPTION);
    }

    /** It is written in every turn: what the contract allows at most, in characters of four octets each. */
    @Test
    void theLargestEventStaysBelowThreeKibibytes() {
        var id = "i".repeat(64);
        var moment = Instant.parse("9999-12-31T23:59:59.999Z");
        var large = "\uD83C\uDFBB";
        var terms = everything(large.repeat(200), large.repeat(4_000), "z".repeat(64), moment);
        var counts =
                new Event.Counts(900_000, 900_000, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE);
        var item = ItemMapper.item(
                new Event(id, terms, Event.Status.SCHEDULED, counts, Timestamp.of(moment), "k".repeat(64), id));
        assertThat(item.entrySet().stream().mapToInt(ItemMapperTest::octets).sum())
                .isBetween(2_000, 3_072);
    }

    /** Details with a value of every field: an amount, a text, or else a moment. */
    private static EventDetails everything(String name, String description, String zone, Instant moment) {
        return new EventDetails(name, 1_000_000, true, EventField.readAll(field -> switch (field) {
            case "waitlistCapacity", "confirmMinutes" -> 1_000_000;
            case "description" -> description;
            case "location" -> name;
            case "timeZone" -> zone;
            default -> moment.toString();
        }));
    }

    private static int octets(Map.Entry<String, AttributeValue> attribute) {
        var value = attribute.getValue();
        var text = value.s() != null ? value.s() : value.n() != null ? value.n() : "1";
        return attribute.getKey().length() + text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void whatIsNullOrFalseByAbsenceHasNoAttribute() {
        assertThat(ItemMapper.item(Rows.user("ann"))).doesNotContainKey(AttributeNames.REQUEST_KEY);
        assertThat(ItemMapper.item(Rows.seated("e", "ann")))
                .containsOnlyKeys(
                        AttributeNames.EVENT_ID,
                        AttributeNames.USER_ID,
                        AttributeNames.STATUS,
                        AttributeNames.REGISTERED_AT);
        assertThat(ItemMapper.item("e", new Entry(1, "ann", false))).doesNotContainKey(AttributeNames.LEFT);
    }

    @Test
    void anEventIsInTheIndexOnlyWhileItOwesSeats() {
        assertThat(owed(2, 1, 1)).isEqualTo(Map.of(AttributeNames.OWED, AttributeValues.text("e")));
        assertThat(owed(2, 2, 1)).isEmpty();
        assertThat(owed(2, 1, 0)).isEmpty();
        var owing = Rows.event("e", 2, new Event.Counts(1, 1, 1, 0, 5));
        assertThat(ItemMapper.item(
                        owing.amended(owing.terms(), Event.Status.CANCELLED, 5).indexedAt(START)))
                .doesNotContainKey(AttributeNames.OWED);
        var starting = owing.amended(owing.terms().with(EventField.STARTS_AT, START), Event.Status.SCHEDULED, 5);
        assertThat(ItemMapper.item(starting.indexedAt(START.minusMillis(1)))).containsKey(AttributeNames.OWED);
        assertThat(ItemMapper.item(starting.indexedAt(START))).doesNotContainKey(AttributeNames.OWED);
        assertThat(ItemMapper.event(ItemMapper.item(starting.indexedAt(Instant.EPOCH)))
                        .owed())
                .isTrue();
    }

    @Test
    void aRowWithoutWhatItMustHaveNamesIt() {
        var item = new HashMap<>(ItemMapper.item(Rows.user("ann")));
        item.remove(AttributeNames.NAME);

        assertThatThrownBy(() -> ItemMapper.user(item)).hasMessageContaining(AttributeNames.NAME);
    }

    @Test
    void onlyWhatDiffersIsUpdated() {
        var before = Rows.event("e", 2, new Event.Counts(0, 0, 0, 0, 1));
        var update = UpdateExpression.difference(
                ItemMapper.changeable(before), ItemMapper.changeable(Rows.with(before, 1, 1, 1, 0)));

        assertThat(update.text())
                .isEqualTo("SET #currentRegistrations = :set_currentRegistrations, #lastTicket = :set_lastTicket,"
                        + " #owed = :set_owed, #version = :set_version, #waitlistCount = :set_waitlistCount");
        assertThat(update.names()).containsEntry("#version", "version").hasSize(5);
        assertThat(update.values())
                .containsEntry(":set_version", AttributeValues.number(2))
                .hasSize(5);
    }

    @Test
    void whatIsGoneIsRemoved() {
        var before = Rows.event("e", 2, new Event.Counts(1, 1, 1, 0, 1)).indexedAt(START);
        var update = UpdateExpression.difference(
                ItemMapper.changeable(before), ItemMapper.changeable(Rows.with(before, 1, 0, 1, 0)));

        assertThat(update.text())
                .isEqualTo("SET #version = :set_version, #waitlistCount = :set_waitlistCount REMOVE #owed");
    }

    private static Map<String, ?> owed(int capacity, int taken, int waiting) {
        var item = ItemMapper.item(Rows.event("e", capacity, new Event.Counts(taken, waiting, waiting, 0, 5))
                .indexedAt(START));
        item.keySet().retainAll(List.of(AttributeNames.OWED));
        return item;
    }
}
