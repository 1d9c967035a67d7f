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
    private final Rolls rolls = new Rolls();
    private RollCall rollCall;

    /** Two seats, both taken, by "a" and by "b". */
    @BeforeEach
    void fullHouse(Vertx vertx) {
        store = new ScriptedStore(vertx, new ModelTables(2, false));
        rollCall = new RollCall("e", store, rolls);
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

    /** What is known after so many rows were read in vain. */
    private Optional<Roll> missed(int rows) throws Exception {
        store.calls.clear();
        get(rollCall.missed(store.tables.event, rows));
        return rollCall.of(store.tables.event);
    }

    /** Of a turn that would refuse these. */
    private Findings find(Set<String> refused) throws Exception {
        store.calls.clear();
        var findings = new Findings("e", store, rollCall);
        get(findings.learn(new Planned.Needs(Set.of(), refused, 0), store.tables.event));
        return findings;
    }

    private Map<String, Optional<Registration>> rows(Findings findings) {
        return findings.situation(store.tables.event).rows();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static Set<String> crowd(int people) {
        return IntStream.range(0, people).mapToObj(n -> "u" + n).collect(Collectors.toSet());
    }

    @Test
    void aFewAreLookedAtOneByOne() throws Exception {
        assertThat(missed(46)).isEmpty();
        assertThat(store.calls).isEmpty();
        assertThat(rows(find(crowd(3))).values()).hasSize(3).containsOnly(Optional.empty());
        assertThat(store.calls).containsExactly("rows");
    }

    @Test
    void manyAreNotLookedAtOnceTheRollIsCalled() throws Exception {
        assertThat(missed(50)).contains(new Roll(store.tables.event.version(), Set.of("a", "b")));
        assertThat(store.calls).containsExactly("users", "snapshot of 2");
        var findings = find(crowd(200));
        assertThat(rows(findings).values()).hasSize(200).containsOnly(Optional.empty());
        assertThat(findings.restsOnRoll()).isTrue();
        assertThat(store.calls).isEmpty();
    }

    @Test
    void whoIsOnTheRollIsLookedAt() throws Exception {
        missed(50);
        assertThat(rows(find(Set.of("a", "u1"))))
                .isEqualTo(Map.of("a", Optional.of(store.tables.rows.get("a")), "u1", Optional.empty()));
        assertThat(store.calls).containsExactly("rows");
    }

    @Test
    void whatIsInDoubtIsLookedAt() throws Exception {
        missed(50);
        var findings = find(Set.of("u1"));
        findings.doubtRoll();
        get(findings.learn(new Planned.Needs(Set.of(), Set.of("u1"), 0), store.tables.event));
        assertThat(store.calls).containsExactly("rows");
        assertThat(findings.restsOnRoll()).isFalse();
    }

    @Test
    void anotherVersionNeedsAnotherRoll() throws Exception {
        missed(50);
        commit(new Unregister("e", "a", never()), new Register("e", "c", null, never()));
        assertThat(rows(find(Set.of("c")))).containsEntry("c", Optional.of(store.tables.rows.get("c")));
        assertThat(store.calls).containsExactly("rows");
        assertThat(missed(49)).isPresent();
    }

    @Test
    void aRollThatShowsAVersionBeforeIsNotBelieved() throws Exception {
        commit(new Unregister("e", "a", never()), new Register("e", "c", null, never()));
        store.rolls.add(Set.of("a", "b"));
        assertThat(missed(50)).as("as many as there must be, but not those").isEmpty();
        assertThat(store.calls).containsExactly("users", "snapshot of 2");
    }

    @Test
    void aRollThatIsNotAsLongAsTheEventSaysIsNotBelieved() throws Exception {
        store.rolls.add(Set.of("a"));
        store.rolls.add(Set.of("a", "b", "c"));
        assertThat(missed(50)).isEmpty();
        assertThat(missed(50)).isEmpty();
        assertThat(store.calls).containsExactly("users");
    }

    @Test
    void aCallInVainIsMadeAgainAfterTwiceAsMany() throws Exception {
        store.rolls.add(Set.of("a"));
        missed(50);
        assertThat(missed(49)).isEmpty();
        assertThat(store.calls).isEmpty();
        assertThat(missed(1)).isPresent();
    }

    @Test
    void aCallThatFailsCostsNobodyAnAnswer() throws Exception {
        var failing = new RollCall(
                "e",
                new MortalNode(store) {
                    @Override
                    public Future<Optional<Set<String>>> users(String eventId, int most) {
                        return Future.failedFuture("no answer");
                    }
                },
                rolls);
        get(failing.missed(store.tables.event, 50));
        get(failing.missed(store.tables.event, 50));
        assertThat(failing.of(store.tables.event)).isEmpty();
    }

    @Test
    void aRollOfAVersionThatIsOverIsNotKept() throws Exception {
        store.beforeSnapshot = () -> {
            store.beforeSnapshot = () -> {};
            commit(new Unregister("e", "a", never()), new Register("e", "a", null, never()));
        };
        assertThat(missed(50)).isEmpty();
    }

    @Test
    void whereNobodyHasARowNothingIsRead() throws Exception {
        seat(0);
        assertThat(missed(50)).isPresent();
        assertThat(store.calls).isEmpty();
    }

    @Test
    void aLongRollIsReadInParts() throws Exception {
        seat(LedgerStore.MOST_IN_A_SNAPSHOT + 1);
        assertThat(missed(500)).isPresent();
        assertThat(store.calls).containsExactly("users", "snapshot of 99", "snapshot of 1");
    }

    @Test
    void theLongestRollsAreNotCalled() throws Exception {
        seat(RollCall.LONGEST + 1);
        assertThat(missed(5_000)).isEmpty();
        assertThat(store.calls).isEmpty();
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
        for (int n = 0; n < 1_000; n++) {
            rolls.remember("e" + n, new Roll(9, crowd(RollCall.LONGEST)));
        }
        long remembered = IntStream.range(0, 1_000)
                .filter(n -> rolls.of(event("e" + n, 1)).isPresent())
                .count();
        assertThat(remembered * RollCall.LONGEST).isBetween(50_000L, 100_000L);
    }
}
