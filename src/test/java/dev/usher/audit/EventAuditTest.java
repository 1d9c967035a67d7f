package dev.usher.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.StoredEvent.Place;
import dev.usher.audit.StoredEvent.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Given one healthy event, when it gets one defect, then the audit reports exactly that one. */
class EventAuditTest {
    private static final Row ANN = new Row("ann", "registered", 0, false);
    private static final Row BEN = new Row("ben", "registered", 1, true);
    private static final Row CAT = new Row("cat", "waitlisted", 3, false);
    private static final Place LEFT = new Place(2, "dan", true);
    private static final Place CATS = new Place(3, "cat", false);
    private static final List<Row> ROWS = List.of(ANN, BEN, CAT);
    private static final List<Place> LINE = List.of(LEFT, CATS);
    private static final Set<Long> COUNTED = Set.of(2L);

    @Test
    void aHealthyEventHasNoViolation() {
        assertThat(audit(event(2, 2, 1, 3, 1, false, ROWS, LINE))).isEmpty();
    }

    @Test
    void anOversoldEventIsFound() {
        assertThat(audit(event(1, 2, 1, 3, 1, false, ROWS, LINE)))
                .singleElement()
                .asString()
                .contains("I1");
    }

    @Test
    void wrongCountsAreFound() {
        assertThat(audit(event(3, 3, 1, 3, 1, false, ROWS, LINE)))
                .singleElement()
                .asString()
                .contains("I2");
        assertThat(audit(event(2, 2, 2, 3, 1, false, ROWS, LINE))).hasSize(2).allMatch(v -> v.contains("I2"));
    }

    @Test
    void aGapInTheLineIsFound() {
        assertThat(audit(event(2, 2, 1, 3, 1, false, ROWS, List.of(CATS))))
                .singleElement()
                .asString()
                .contains("gap at ticket 2");
    }

    @Test
    void aTicketGivenTwiceIsFound() {
        var twin = new Row("eve", "waitlisted", 3, false);
        assertThat(audit(event(2, 2, 2, 3, 1, false, List.of(ANN, BEN, CAT, twin), LINE)))
                .anyMatch(v -> v.contains("given twice"))
                .anyMatch(v -> v.contains("eve waits with ticket 3"));
    }

    @Test
    void aPromotionOutOfOrderIsFound() {
        var early = new Row("ben", "registered", 4, true);
        assertThat(audit(event(
                        2,
                        2,
                        1,
                        4,
                        1,
                        false,
                        List.of(ANN, early, CAT),
                        List.of(LEFT, CATS, new Place(4, "ben", true)))))
                .anyMatch(v -> v.contains("I4"));
    }

    @Test
    void aFreeSeatBesideTheLineIsFound() {
        assertThat(audit(event(3, 2, 1, 3, 1, true, ROWS, LINE)))
                .singleElement()
                .asString()
                .contains("I3");
        assertThat(audit(event(3, 2, 1, 3, 1, false, ROWS, LINE))).anyMatch(v -> v.contains("owed is false"));
    }

    @Test
    void departuresThatAreNotThoseOfTheRowsAreFound() {
        var uncounted = new StoredEvent("e", 2, 2, 1, 3, 1, 7, false, false, false, ROWS, LINE, Set.of());
        assertThat(audit(uncounted)).singleElement().asString().contains("ticket 2 left and is not counted");
        assertThat(EventAudit.violations(uncounted, true)).isEmpty();
        var counted = new StoredEvent("e", 2, 2, 1, 3, 1, 7, false, false, false, ROWS, LINE, Set.of(2L, 3L));
        assertThat(EventAudit.violations(counted, true))
                .singleElement()
                .asString()
                .contains("ticket 3 waits and is counted as left");
    }

    @Test
    void aCancelledEventOwesNothingWhateverIsFree() {
        assertThat(audit(new StoredEvent("e", 3, 2, 1, 3, 1, 7, false, true, false, ROWS, LINE, COUNTED)))
                .isEmpty();
        assertThat(audit(new StoredEvent("e", 3, 2, 1, 3, 1, 7, true, true, false, ROWS, LINE, COUNTED)))
                .singleElement()
                .asString()
                .contains("owed is true");
    }

    @Test
    void anEventThatHasEndedOwesNothingAndMayStillBeInTheIndex() {
        for (boolean owed : new boolean[] {false, true}) {
            assertThat(audit(new StoredEvent("e", 3, 2, 1, 3, 1, 7, owed, false, true, ROWS, LINE, COUNTED)))
                    .isEmpty();
        }
        assertThat(audit(new StoredEvent("e", 2, 2, 1, 3, 1, 7, true, false, true, ROWS, LINE, COUNTED)))
                .singleElement()
                .asString()
                .contains("owed is true");
    }

    private static List<String> audit(StoredEvent event) {
        return EventAudit.violations(event, false);
    }

    private static StoredEvent event(
            long capacity,
            long taken,
            long waiting,
            long lastTicket,
            long floor,
            boolean owed,
            List<Row> rows,
            List<Place> line) {
        return new StoredEvent(
                "e", capacity, taken, waiting, lastTicket, floor, 7, owed, false, false, rows, line, COUNTED);
    }
}
