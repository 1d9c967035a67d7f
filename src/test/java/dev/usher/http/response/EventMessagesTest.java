package dev.usher.http.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.feed.EventUpdate;
import dev.usher.registrations.model.LoggedTurn;
import dev.usher.service.Timestamp;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMessagesTest {
    private static final Timestamp NOW = new Timestamp("2026-11-28T09:30:00Z");
    private static final EventDetails DETAILS = new EventDetails("Jazz", 9, true);

    /** The event was handed over since: its owner today is not the one at that version. */
    @ParameterizedTest
    @CsvSource({"olga, true, olga", "olga, false,", ", true,"})
    void detailsNameTheOwnerOfTheirVersionIfTheLogHasIt(String logged, boolean whole, String shown) {
        var today = new Event("jazz", "Jazz", 9, true, counts(7), NOW, null).ownedBy("oscar");
        var details = new LoggedTurn.Details(DETAILS, Event.Status.SCHEDULED, logged, "olga");
        var turn = new LoggedTurn("jazz", NOW, counts(5), List.of(), Optional.of(details));
        var update = EventUpdate.of(today, List.of(turn)).get(0);
        var data = new JsonObject(EventMessages.data(update, whole));
        assertThat(data.getJsonObject("details").getString("owner")).isEqualTo(shown);
        assertThat(data.getJsonObject("event").getString("owner")).isEqualTo(shown);
    }

    private static Event.Counts counts(long version) {
        return new Event.Counts(0, 0, 0, 0, version);
    }
}
