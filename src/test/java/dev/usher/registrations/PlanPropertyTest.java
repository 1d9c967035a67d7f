package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.DetailsCondition;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.EventPatch;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.LapseSeat;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.model.WaitlistPrefix;
import dev.usher.registrations.plan.PlanInput;
import dev.usher.registrations.plan.PlanResult;
import dev.usher.registrations.plan.TurnLimits;
import dev.usher.registrations.plan.TurnPlanner;
import dev.usher.registrations.store.CommitResult;
import dev.usher.service.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Compares turns of many changes with a reference that takes them one at a time: the same answers, the same rows, and
 * I1 to I6 after every commit. A failure names its seed.
 */
class PlanPropertyTest {
    private static final Deadline NEVER = new Deadline(Long.MAX_VALUE);
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @Test
    void turnsOfManyChangesAreTheSameAsOneAtATime() {
        long first = Long.getLong("usher.seed", System.nanoTime());
        int schedules = Integer.getInteger("usher.schedules", 4_000);
        for (long seed = first; seed < first + schedules; seed++) {
            try {
                new Schedule(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Schedule {
        private final Random random;
        private final ModelStore tables;
        private final SequentialModel reference;
        private final int people;
        private final List<LedgerCommand<?>> queue = new ArrayList<>();
        private final int longestPause;
        /** How seldom the event is cancelled. */
        private final int steady;

        private Instant now = NOW;
        /** People found in the part of the waitlist that the turn read. */
        private int found;

        Schedule(long seed) {
            random = new Random(seed);
            longestPause = random.nextBoolean() ? 3 : 60;
            steady = random.nextInt(3) == 0 ? 1 : 10;
            int capacity = 1 + random.nextInt(random.nextBoolean() ? 5 : 120);
            boolean hasWaitlist = random.nextInt(4) > 0;
            people = 2 + random.nextInt(random.nextBoolean() ? 8 : 300);
            Integer waitlistCapacity = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : null;
            var opens = random.nextInt(6) == 0 ? moment() : null;
            var terms = new EventDetails("Event", capacity, hasWaitlist)
                    .with(EventField.WAITLIST_CAPACITY, waitlistCapacity)
                    .with(EventField.REGISTRATION_OPENS_AT, opens)
                    .with(EventField.STARTS_AT, later(opens, 4))
                    .with(EventField.PROMOTES_UNTIL, later(NOW, 4));
            if (random.nextBoolean()) {
                terms = terms.with(EventField.CONFIRM_MINUTES, 1 + random.nextInt(2))
                        .with(EventField.PROMOTES_UNTIL, random.nextBoolean() ? null : moment().plusSeconds(620));
            }
            tables = new ModelStore(terms);
            tables.passesDepartures = random.nextBoolean();
            tables.maxRows = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 2_000;
            reference = new SequentialModel(terms);
        }

        void run() {
            int turns = 1 + random.nextInt(12);
            for (int i = 0; i < turns; i++) {
                int changes = random.nextInt(random.nextBoolean() ? 4 : 100);
                for (int c = 0; c < changes; c++) {
                    queue.add(change());
                }
                turn();
            }
            while (!queue.isEmpty() || tables.event.seatsOwed(now) > 0) {
                int queued = queue.size();
                int owed = tables.event.seatsOwed(now);
                long floor = tables.event.counts().lineFloor();
                turn();
                assertThat(queue.size() < queued
                                || tables.event.seatsOwed(now) < owed
                                || tables.event.counts().lineFloor() > floor)
                        .as("progress")
                        .isTrue();
            }
            turn();
            assertThat(tables.event.owed()).as("in the index of owed seats").isFalse();
            long version = tables.event.version();
            turn();
            assertThat(tables.event.version()).as("an event at rest").isEqualTo(version);
        }

        private LedgerCommand<?> change() {
            String user = "u" + random.nextInt(people);
            int dice = random.nextInt(100);
            if (dice < 60) {
                return new Register("e", user, random.nextInt(3) == 0 ? "key" + random.nextInt(2) : null, null, NEVER);
            }
            if (dice < 86) {
                return new Unregister("e", user, null, NEVER);
            }
            if (dice < 89) {
                return new ConfirmSeat("e", user, null, NEVER);
            }
            if (dice < 93) {
                return new LapseSeat("e", user, reference.unconfirmed.getOrDefault(user, moment()), NEVER);
            }
            if (dice < 96) {
                return new InviteGuest(
                        "e", user, random.nextInt(3) == 0 ? "key" + random.nextInt(2) : null, null, NEVER);
            }
            return dice == 99 && random.nextInt(steady) == 0 ? new CancelEvent("e", NEVER) : resize();
        }

        private UpdateEvent resize() {
            int capacity = 1 + random.nextInt(random.nextBoolean() ? 10 : 250);
            var fields = new HashMap<EventField<?>, Optional<?>>();
            sometimes(fields, EventField.WAITLIST_CAPACITY, 1 + random.nextInt(40));
            sometimes(fields, EventField.DESCRIPTION, "Text " + random.nextInt(3));
            sometimes(fields, EventField.REGISTRATION_OPENS_AT, moment());
            sometimes(fields, EventField.REGISTRATION_CLOSES_AT, moment());
            sometimes(fields, EventField.STARTS_AT, moment());
            sometimes(fields, EventField.PROMOTES_UNTIL, random.nextBoolean() ? moment() : moment().plusSeconds(620));
            sometimes(fields, EventField.CONFIRM_MINUTES, 1 + random.nextInt(2));
            var amendment = new EventPatch(null, random.nextBoolean() ? capacity : null, random.nextBoolean(), fields);
            return new UpdateEvent("e", amendment, null, random.nextInt(3) == 0, null, DetailsCondition.ANY, NEVER);
        }

        private <T> void sometimes(Map<EventField<?>, Optional<?>> fields, EventField<T> field, T value) {
            if (random.nextInt(5) == 0) {
                fields.put(field, random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value));
            }
        }

        /** One in so many times a moment after another one, otherwise null. */
        private Instant later(Instant first, int oneIn) {
            return random.nextInt(oneIn) > 0 ? null : (first == null ? NOW : first).plusSeconds(1 + random.nextInt(12));
        }

        private Instant moment() {
            return NOW.plusSeconds(random.nextInt(12));
        }

        private void turn() {
            now = now.plusSeconds(random.nextInt(longestPause)).plusMillis(random.nextInt(1_000));
            reference.now = now;
            var limits = new TurnLimits(random.nextInt(5) == 0 ? 1 + random.nextInt(20) : TurnLimits.ACTIONS, true);
            var before = tables.event;
            var plan = plan(limits);
            plan.turn().ifPresent(turn -> assertThat(tables.commit(turn)).isInstanceOf(CommitResult.Committed.class));
            compare(plan, before, limits);
            queue.subList(0, plan.answers().size()).clear();
        }

        /** Reads what is asked for, and goes on until there is a plan; a refuted guess about a row teaches that row. */
        private PlanResult.Ready plan(TurnLimits limits) {
            Map<String, Optional<Registration>> rows = new HashMap<>();
            Optional<WaitlistPrefix> waitlist = Optional.empty();
            for (int round = 0; round < 200; round++) {
                var planned = TurnPlanner.of(new PlanInput(tables.event, rows, waitlist), queue, limits, now);
                if (planned instanceof PlanResult.Needs needs) {
                    needs.users().forEach(user -> rows.put(user, Optional.ofNullable(tables.rows.get(user))));
                    if (needs.waiting() > 0) {
                        waitlist = Optional.of(tables.read(tables.event.counts().lineFloor(), needs.waiting()));
                    }
                    continue;
                }
                assertThat(planned).isInstanceOf(PlanResult.Ready.class);
                var ready = (PlanResult.Ready) planned;
                found = (int) waitlist.stream()
                        .flatMap(read -> read.entries().stream())
                        .filter(entry -> !entry.left())
                        .count();
                var wrong = wrongGuesses(ready);
                if (wrong.isEmpty()) {
                    return ready;
                }
                wrong.forEach(user -> rows.put(user, Optional.ofNullable(tables.rows.get(user))));
            }
            throw new AssertionError("no plan");
        }

        private Set<String> wrongGuesses(PlanResult.Ready ready) {
            var wrong = new HashSet<String>();
            ready.turn().ifPresent(turn -> turn.rows().stream()
                    .filter(row -> row.before().isEmpty() && tables.rows.containsKey(row.userId()))
                    .forEach(row -> wrong.add(row.userId())));
            return wrong;
        }

        private void compare(PlanResult.Ready plan, dev.usher.events.Event before, TurnLimits limits) {
            int actions = queue.isEmpty() ? limits.actions() : limits.actions() / 2;
            int first = Math.min(found, Math.min(reference.owed(), actions));
            for (int i = 0; i < first; i++) {
                reference.promote();
            }
            reference.promotedByUnregisters = 0;
            var expected = new ArrayList<String>();
            for (var change : queue.subList(0, plan.answers().size())) {
                expected.add(reference.apply(change));
            }
            for (int i = 0; i < expected.size(); i++) {
                var text = expected.get(i);
                assertThat(plan.answers().get(i).map(SequentialModel::text).orElse(text))
                        .as("the answer, unless the change is deferred")
                        .isEqualTo(text);
            }
            while (reference.seated.size() < tables.event.counts().currentRegistrations()) {
                assertThat(reference.owed()).as("promotions are owed").isPositive();
                reference.promote();
            }
            sameRows();
            assertThat(tables.event.version())
                    .isEqualTo(before.version() + (plan.turn().isPresent() ? 1 : 0));
        }

        private void sameRows() {
            assertThat(tables.rows.values().stream()
                            .filter(row -> !row.waits())
                            .map(Registration::userId)
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(reference.seated);
            assertThat(tables.waitingEntries().stream()
                            .map(WaitlistPrefix.Entry::userId)
                            .toList())
                    .isEqualTo(reference.waitlist);
            assertThat(tables.event.terms()).isEqualTo(reference.terms);
            assertThat(tables.event.cancelled()).isEqualTo(reference.cancelled);
            tables.rows.values().forEach(row -> {
                assertThat(row.requestKey()).isEqualTo(reference.keys.get(row.userId()));
                assertThat(row.confirmBy()).isEqualTo(reference.unconfirmed.get(row.userId()));
            });
        }
    }
}
