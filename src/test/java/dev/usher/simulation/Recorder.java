package dev.usher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.ReplayAudit;
import dev.usher.history.Action;
import dev.usher.history.Change;
import dev.usher.history.CheckResult;
import dev.usher.history.EventHistory;
import dev.usher.history.StoredItems;
import dev.usher.history.Version;
import dev.usher.simulation.ModelDynamoDb.ItemChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records the serial history of the event and every client's requests and answers. */
final class Recorder {
    private final VirtualTime time;
    private final List<Version> versions = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final Map<String, Long> firstSent = new HashMap<>();
    private final List<Told> story = new ArrayList<>();
    private long owedSince;

    private record Told(long at, Object what) {}

    Recorder(VirtualTime time) {
        this.time = time;
    }

    void sent(String token) {
        firstSent.putIfAbsent(token, time.now());
    }

    void decided(String token, List<ItemChange> changes) {
        var event = of("Events", changes);
        if (event.isEmpty()) {
            return;
        }
        var logged = of("Changes", changes);
        var version = StoredItems.version(
                event.get(0),
                of("Registrations", changes),
                of("Waitlist", changes),
                logged.isEmpty() ? null : logged.get(0).after(),
                firstSent.get(token),
                time.now(),
                time.now());
        boolean owedBefore = !versions.isEmpty() && owed() > 0;
        versions.add(version);
        if (!owedBefore) {
            owedSince = time.now();
        }
        tell(version);
    }

    private static List<Change<Map<String, AttributeValue>>> of(String table, List<ItemChange> changes) {
        return changes.stream()
                .filter(change -> change.table().equals(table) && !isDepartures(change.after()))
                .map(change -> new Change<>(change.before(), change.after()))
                .toList();
    }

    /** Departures are counted beside the entries that left. */
    private static boolean isDepartures(Map<String, AttributeValue> item) {
        return item.containsKey("eventId") && item.get("eventId").s().endsWith("#departures");
    }

    void answered(Action action) {
        actions.add(action);
        tell(action);
    }

    void tell(Object what) {
        story.add(new Told(time.now(), what));
    }

    /** One line for each version, answer and event, in their order, with its nanosecond. */
    String story() {
        return story.stream()
                .map(told -> String.format("%,15d %s", told.at(), told.what()))
                .collect(Collectors.joining("\n"));
    }

    Version last() {
        return versions.get(versions.size() - 1);
    }

    /** Seats that every node still owes, whatever its clock shows. */
    int owed() {
        return last().after().owed(VirtualJdk.EPOCH.plusNanos(time.now()).plus(EventHistory.CLOCK_SKEW));
    }

    /** Since when seats are owed without a break; now if none is owed. */
    long owedSince() {
        return owed() > 0 ? owedSince : time.now();
    }

    EventHistory history() {
        return new EventHistory("e", versions, actions, VirtualJdk.EPOCH);
    }

    /** Checks every version and every answer, and compares the change log with the tables. */
    void judge(ModelDynamoDb store) {
        CheckResult.of(history()).assertClean();
        var event = store.decided("Events").values().iterator().next();
        assertThat(ReplayAudit.violations(
                        event, items(store, "Changes"), items(store, "Registrations"), items(store, "Waitlist")))
                .isEmpty();
    }

    private static List<Map<String, AttributeValue>> items(ModelDynamoDb store, String table) {
        return List.copyOf(store.decided(table).values());
    }
}
