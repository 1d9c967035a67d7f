package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Deadline;
import dev.usher.events.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is refused is told so by the roll only where the roll is known to be whole. */
@ExtendWith(VertxExtension.class)
class RollCallTest {
    private ScriptedStore store;
    private RollCall rollCall;

    /** Two seats, both taken, by "a" and by "b". */
    @BeforeEach
    void fullHouse(Vertx vertx) {
        store = new ScriptedStore(vertx, new ModelTables(2, false));
        rollCall = new RollCall("e", store, new Rolls());
        commit(new Register("e", "a", null, never()), new Register("e", "b", null, never()));
    }

    private static Deadline never() {
        return new Deadline(Long.MAX_VALUE);
    }

    /** What another process does meanwhile. */
    private void commit(Change<?>... changes) {
        var situation = new Situation(store.tables.event, rows(), Optional.empty());
        var plan = Plan.of(situation, List.of(changes), new Limits(99, false), ModelTables.NOW);
        assertThat(store.tables.commit(((Planned.Ready) plan).turn().orElseThrow()))
                .isInstanceOf(CommitResult.Committed.class);
    }

    private Map<String, Optional<Registration>> rows() {
        return Set.of("a", "b", "c").stream()
                .collect(Collectors.toMap(user -> user, user -> Optional.ofNullable(store.tables.rows.get(user))));
    }

    private Map<String, Optional<Registration>> ask(Set<String> users) throws Exception {
        store.calls.clear();
        return get(rollCall.rows(store.tables.event, users));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static Set<String> crowd(int people) {
        return IntStream.range(0, people).mapToObj(n -> "u" + n).collect(Collectors.toSet());
    }

    @Test
    void aFewAreLookedAtOneByOne() throws Exception {
        assertThat(ask(crowd(3)).values()).hasSize(3).containsOnly(Optional.empty());
        assertThat(store.calls).containsExactly("rows");
    }

    @Test
    void manyAreNotLookedAtOnceTheRollIsCalled() throws Exception {
        assertThat(ask(crowd(4)).values()).hasSize(4).containsOnly(Optional.empty());
        assertThat(store.calls).containsExactly("users", "snapshot of 2");
        assertThat(ask(crowd(200)).values()).hasSize(200).containsOnly(Optional.empty());
        assertThat(store.calls).isEmpty();
    }

    @Test
    void whoIsOnTheRollIsLookedAt() throws Exception {
        ask(crowd(4));
        assertThat(ask(Set.of("a", "u1")))
                .isEqualTo(Map.of(
                        "a", Optional.of(store.tables.rows.get("a")),
                        "u1", Optional.empty()));
        assertThat(store.calls).containsExactly("rows");
    }

    @Test
    void anotherVersionNeedsAnotherRoll() throws Exception {
        ask(crowd(4));
        commit(new Unregister("e", "a", never()), new Register("e", "c", null, never()));
        assertThat(ask(Set.of("c"))).containsEntry("c", Optional.of(store.tables.rows.get("c")));
        assertThat(store.calls).containsExactly("rows");
        ask(crowd(4));
        assertThat(store.calls).containsExactly("users", "snapshot of 2");
    }

    @Test
    void aRollThatShowsAVersionBeforeIsNotBelieved() throws Exception {
        commit(new Unregister("e", "a", never()), new Register("e", "c", null, never()));
        store.rolls.add(Set.of("a", "b"));
        ask(crowd(4));
        assertThat(store.calls)
                .as("as many as there must be, but not those")
                .containsExactly("users", "snapshot of 2", "rows");
        assertThat(ask(Set.of("c"))).containsEntry("c", Optional.of(store.tables.rows.get("c")));
    }

    @Test
    void aRollThatIsNotAsLongAsTheEventSaysIsNotBelieved() throws Exception {
        store.rolls.add(Set.of("a"));
        store.rolls.add(Set.of("a", "b", "c"));
        ask(crowd(4));
        assertThat(store.calls).containsExactly("users", "rows");
        ask(crowd(4));
        assertThat(store.calls).containsExactly("users", "rows");
    }

    @Test
    void aRollOfAVersionThatIsOverIsNotKept() throws Exception {
        store.beforeSnapshot = () -> {
            store.beforeSnapshot = () -> {};
            commit(new Unregister("e", "a", never()), new Register("e", "a", null, never()));
        };
        ask(crowd(4));
        assertThat(store.calls).containsExactly("users", "snapshot of 2", "rows");
    }

    @Test
    void aLongRollIsReadInParts() throws Exception {
        seat(LedgerStore.MOST_IN_A_SNAPSHOT + 1);
        ask(crowd(500));
        assertThat(store.calls).containsExactly("users", "snapshot of 99", "snapshot of 1");
    }

    @Test
    void theLongestRollsAreNotCalled() throws Exception {
        seat(RollCall.LONGEST + 1);
        ask(crowd(5_000));
        assertThat(store.calls).containsExactly("rows");
    }

    private void seat(int people) {
        var tables = store.tables;
        tables.rows.clear();
        for (int n = 0; n < people; n++) {
            var user = "seated" + n;
            tables.rows.put(
                    user,
                    new Registration("e", user, Registration.Status.REGISTERED, ModelTables.CREATED, null, null, null));
        }
        tables.event = event("e", people);
    }

    private static Event event(String eventId, int people) {
        return new Event(
                eventId, "Event", people, false, new Event.Counts(people, 0, 0, 0, 9), ModelTables.CREATED, null);
    }

    @Test
    void whatIsRememberedOfAllEventsIsBounded() {
        var rolls = new Rolls();
        for (int n = 0; n < 1_000; n++) {
            rolls.remember("e" + n, new Roll(9, crowd(RollCall.LONGEST)));
        }
        long remembered = IntStream.range(0, 1_000)
                .filter(n -> rolls.of(event("e" + n, 1)).isPresent())
                .count();
        assertThat(remembered * RollCall.LONGEST).isBetween(50_000L, 100_000L);
    }
}
