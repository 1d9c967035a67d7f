package dev.usher.registrations.model.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    @Test
    void rowsBeginBehindMultiples() {
        assertThat(Departures.row(1)).isZero();
        assertThat(Departures.row(4_000)).isZero();
        assertThat(Departures.row(4_001)).isEqualTo(1);
    }

    @Test
    void countsAndFindsAsSetOfTicketsDoes() {
        long seed = Long.getLong("usher.seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            long floor = random.nextInt(9_000);
            int span = 1 + random.nextInt(random.nextBoolean() ? 40 : 700);
            double share = random.nextInt(4) == 0 ? 1 : random.nextDouble();
            var left = new TreeSet<Long>();
            LongStream.rangeClosed(Math.max(1, floor - 3), floor + span)
                    .filter(ticket -> random.nextDouble() < share)
                    .forEach(left::add);
            var departures = new Departures(floor, left.stream().mapToLong(Long::longValue));
            long upTo = floor + random.nextInt(span + 200);
            assertThat(departures.count(upTo))
                    .as("seed " + seed)
                    .isEqualTo(left.subSet(floor, false, upTo, true).size());
            assertThat(departures.has(upTo)).isEqualTo(upTo > floor && left.contains(upTo));
            long waiting = floor + 1;
            while (left.contains(waiting)) {
                waiting++;
            }
            assertThat(departures.firstWaiting()).as("seed " + seed).isEqualTo(waiting);
        }
    }
}
