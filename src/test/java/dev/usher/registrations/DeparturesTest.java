package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeparturesTest {
    @Test
    void wordOfHundredDeparturesHasThirtyOneDigits() {
        var word =
                Departures.of(LongStream.rangeClosed(1, 100).boxed().toList()).words();
        assertThat(word).containsOnlyKeys(0L);
        assertThat(word.get(0L).toString()).hasSize(31);
    }

    @Test
    void rowsAndWordsBeginBehindMultiples() {
        assertThat(Departures.row(1)).isZero();
        assertThat(Departures.row(4_000)).isZero();
        assertThat(Departures.row(4_001)).isEqualTo(1);
        assertThat(Departures.of(List.of(4_001L)).words()).containsEntry(40L, BigInteger.ONE);
    }

    @Test
    void countsAndFindsAsSetOfTicketsDoes() {
        long seed = Long.getLong("usher.seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            long base = random.nextInt(9_000);
            int span = 1 + random.nextInt(random.nextBoolean() ? 40 : 700);
            double share = random.nextInt(4) == 0 ? 1 : random.nextDouble();
            var left = new TreeSet<Long>();
            LongStream.rangeClosed(base + 1, base + span)
                    .filter(ticket -> random.nextDouble() < share)
                    .forEach(left::add);
            var some = left.stream().filter(ticket -> random.nextBoolean()).toList();
            var departures = Departures.of(some)
                    .with(Departures.ofWords(Departures.of(left).words()));
            long above = base + random.nextInt(span + 1);
            long upTo = above + random.nextInt(span + 200);
            assertThat(departures.count(above, upTo))
                    .as("seed " + seed)
                    .isEqualTo(left.subSet(above, false, upTo, true).size());
            long waiting = above + 1;
            while (left.contains(waiting)) {
                waiting++;
            }
            assertThat(departures.firstWaiting(above)).as("seed " + seed).isEqualTo(waiting);
            assertThat(departures.has(above + 1)).isEqualTo(waiting != above + 1);
        }
    }
}
