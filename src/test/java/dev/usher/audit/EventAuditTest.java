package dev.usher.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.usher.audit.StoredEvent.Entry;
import dev.usher.audit.StoredEvent.Row;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Given one healthy event, when it gets one defect, then the audit reports exactly that one. */
class EventAuditTest {
    private static final Row ANN = new Row("ann", "registered", 0, false);
    private static final Row BEN = new Row("ben", "registered", 1, true);
    private static final Row CAT = new Row("cat", "waitlisted", 3, false);
    private static final Entry LEFT = new Entry(2, "dan", true);
    private static final Entry CATS = new Entry(3, "cat", false);
    private static final List<Row> ROWS = List.of(ANN, BEN, CAT);
    private static final List<Entry> WAITLIST = List.of(LEFT, CATS);
    private static final Set<Long> COUNTED = Set.of(2L);

    private static final Row TWIN = new Row("eve", "waitlisted", 3, false);
    private static final Row EARLY = new Row("ben", "registered", 4, true);

    static Stream<Arguments> defects() {
        return Stream.of(
                arguments("oversold", event(1, 2, 1, 3, false, ROWS, WAITLIST), List.of("I1")),
                arguments("taken", event(3, 3, 1, 3, false, ROWS, WAITLIST), List.of("I2")),
                arguments("waiting", event(2, 2, 2, 3, false, ROWS, WAITLIST), List.of("I2", "I2")),
                arguments("a gap", event(2, 2, 1, 3, false, ROWS, List.of(CATS)), List.of("gap at ticket 2")),
                arguments("a free seat", event(3, 2, 1, 3, true, ROWS, WAITLIST), List.of("I3")));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void aDefectIsFound(String name, StoredEvent event, List<String> found) {
        assertThat(audit(event))
                .zipSatisfy(found, (violation, part) -> assertThat(violation).contains(part));
    }

    @Test
    void aHealthyEventHasNoViolation() {
        assertThat(audit(event(2, 2, 1, 3, false, ROWS, WAITLIST))).isEmpty();
    }

    @Test
    void aDefectMayShowInSeveralWays() {
        assertThat(audit(event(2, 2, 2, 3, false, List.of(ANN, BEN, CAT, TWIN), WAITLIST)))
                .anyMatch(v -> v.contains("given twice"))
                .anyMatch(v -> v.contains("eve waits with ticket 3"));
        var waitlist = List.of(LEFT, CATS, new Entry(4, "ben", true));
        assertThat(audit(event(2, 2, 1, 4, false, List.of(ANN, EARLY, CAT), waitlist)))
                .anyMatch(v -> v.contains("I4"));
        assertThat(audit(event(3, 2, 1, 3, false, ROWS, WAITLIST))).anyMatch(v -> v.contains("owed is false"));
    }

    @Test
    void departuresThatAreNotThoseOfTheRowsAreFound() {
        var uncounted = new StoredEvent("e", 2, 2, 1, 3, 1, 7, false, false, false, ROWS, WAITLIST, Set.of());
        assertThat(audit(uncounted)).singleElement().asString().contains("ticket 2 left and is not counted");
        assertThat(EventAudit.violations(uncounted, true)).isEmpty();
        var counted = new StoredEvent("e", 2, 2, 1, 3, 1, 7, false, false, false, ROWS, WAITLIST, Set.of(2L, 3L));
        assertThat(EventAudit.violations(counted, true))
                .singleElement()
                .asString()
                .contains("ticket 3 waits and is counted as left");
    }

    @Test
    void aCancelledEventOwesNothingWhateverIsFree() {
        assertThat(audit(new StoredEvent("e", 3, 2, 1, 3, 1, 7, false, true, false, ROWS, WAITLIST, COUNTED)))
                .isEmpty();
        assertThat(audit(new StoredEvent("e", 3, 2, 1, 3, 1, 7, true, true, false, ROWS, WAITLIST, COUNTED)))
                .singleElement()
                .asString()
                .contains("owed is true");
    }

    @Test
    void anEventThatHasEndedOwesNothingAndMayStillBeInTheIndex() {
        for (boolean owed : new boolean[] {false, true}) {
            assertThat(audit(new StoredEvent("e", 3, 2, 1, 3, 1, 7, owed, false, true, ROWS, WAITLIST, COUNTED)))
                    .isEmpty();
        }
        assertThat(audit(new StoredEvent("e", 2, 2, 1, 3, 1, 7, true, false, true, ROWS, WAITLIST, COUNTED)))
                .singleElement()
                .asString()
                .contains("owed is true");
    }

    private static List<String> audit(StoredEvent event) {
        return EventAudit.violations(event, false);
    }

    private static StoredEvent event(
            long capacity, long taken, long waiting, long last, boolean owed, List<Row> rows, List<Entry> waitlist) {
        return new StoredEvent("e", capacity, taken, waiting, last, 1, 7, owed, false, false, rows, waitlist, COUNTED);
    }
}
