package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bus.Bus;
import dev.usher.bus.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three nodes with a ledger each over one badly behaved store, many schedules side by side. The model checks I1 to I5
 * at every commit; every answer is held against those before it and against what was committed. A failure names its
 * seed.
 */
@ExtendWith(VertxExtension.class)
class LedgerSimulationTest {
    private static final int SIDE_BY_SIDE = 100;

    @Test
    void noScheduleBreaksAnInvariantOrAnAnswer(Vertx vertx) throws Exception {
        long first = Long.getLong("usher.seed", System.nanoTime());
        int schedules = Integer.getInteger("usher.schedules", 1_000);
        var bus = new Bus(vertx);
        Map<String, Integer> counts = new TreeMap<>();
        for (long seed = first; seed < first + schedules; seed += SIDE_BY_SIDE) {
            List<Future<Map<String, Integer>>> running = new ArrayList<>();
            for (long s = seed; s < Math.min(seed + SIDE_BY_SIDE, first + schedules); s++) {
                running.add(new Schedule(vertx, bus, s).run());
            }
            Future.all(running).toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
            running.forEach(done -> done.result().forEach((what, n) -> counts.merge(what, n, Integer::sum)));
        }
        System.out.println("simulation: first seed " + first + ", schedules " + schedules + ", " + counts);
        assertThat(counts.keySet())
                .contains("done", "late commit", "reply lost", "request lost", "throttled", "half visible")
                .contains("conflict", "throttled turn", "read failed", "node died", "event forgotten")
                .contains("token forgotten", "snapshot");
    }

    private static final class Schedule {
        private final long seed;
        private final Vertx vertx;
        private final Context context;
        private final Random random;
        /** Far more people than seats and no line, so that most are refused. */
        private final boolean crowd;

        private final SimulatedStore store;
        private final SimulatedNodes nodes;
        private final List<SimulatedPerson> people = new ArrayList<>();

        Schedule(Vertx vertx, Bus bus, long seed) {
            this.seed = seed;
            this.vertx = vertx;
            this.context = vertx.getOrCreateContext();
            this.random = new Random(seed);
            crowd = random.nextInt(3) == 0;
            var tables = crowd
                    ? new ModelTables(1 + random.nextInt(3), false)
                    : new ModelTables(1 + random.nextInt(6), random.nextInt(4) > 0);
            store = new SimulatedStore(vertx, seed, random.nextInt(3) * 0.06, tables);
            nodes = new SimulatedNodes(vertx, bus, store, random, 1 + random.nextInt(3));
        }

        Future<Map<String, Integer>> run() {
            Promise<Map<String, Integer>> over = Promise.promise();
            context.runOnContext(v -> {
                var acting = new ArrayList<Future<?>>();
                int newcomers = crowd ? 20 + random.nextInt(20) : 4 + random.nextInt(20);
                for (int i = 0; i < newcomers; i++) {
                    var person = new SimulatedPerson(nodes, store, vertx, random, "u" + i);
                    people.add(person);
                    acting.add(person.act(6));
                }
                acting.add(organizer(crowd ? 0 : 2));
                acting.add(misfortune(random.nextInt(3)));
                Future.all(acting)
                        .compose(done -> settle(0))
                        .map(this::check)
                        .onComplete(over::complete, failure -> over.fail(new AssertionError("seed " + seed, failure)));
            });
            return over.future();
        }

        private Future<?> organizer(int changes) {
            if (changes == 0) {
                return Future.succeededFuture();
            }
            var resize = Resizes.of(null, 1 + random.nextInt(15), random.nextInt(4) > 0, Deadline.inMillis(300));
            return vertx.timer(1 + random.nextInt(60))
                    .compose(waited -> nodes.ask(resize))
                    .compose(done -> organizer(changes - 1));
        }

        private Future<?> misfortune(int times) {
            if (times == 0) {
                return Future.succeededFuture();
            }
            return vertx.timer(1 + random.nextInt(100)).compose(waited -> {
                if (random.nextBoolean()) {
                    nodes.die();
                } else {
                    nodes.forget();
                }
                return misfortune(times - 1);
            });
        }

        /** The sweep goes on until nothing is owed and nothing late can still come. */
        private Future<Void> settle(int round) {
            nodes.handOn();
            return vertx.timer(60).compose(waited -> {
                if (round > 3 && store.tables.event.seatsOwed() == 0) {
                    return Future.succeededFuture();
                }
                assertThat(round).as("rounds until owed seats are handed on").isLessThan(40);
                return settle(round + 1);
            });
        }

        private Map<String, Integer> check(Void settled) {
            store.tables.checkInvariants();
            people.forEach(SimulatedPerson::check);
            return store.counts;
        }
    }
}
