package dev.usher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.history.Answer.Kind;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever goes wrong, nothing that was acknowledged is lost, nobody is counted twice and the line keeps its order:
 * every answer of every server is judged by every version that was committed.
 *
 * <p>{@code -Dusher.faults.seconds=600} lets everything go wrong for that long on three servers, with a random seed or
 * with {@code usher.seed}.
 */
class FaultsIT {
    private static final String SECONDS = "usher.faults.seconds";
    private static final long FIXED_SEED = 4;
    private static final int REST_SECONDS = 20;

    @TempDir
    private Path data;

    @Test
    @DisabledIfSystemProperty(named = SECONDS, matches = ".+")
    void oneAfterTheOtherAndAllTogether() throws Exception {
        try (var rig = FaultRig.start(data, 2, FIXED_SEED, Sabotage.NONE)) {
            for (var trouble : Trouble.values()) {
                rig.fate().befall(trouble, 1_500);
                rig.rest(500);
            }
            rig.fate().storm(TimeUnit.SECONDS.toMillis(10));
            judge(rig);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = SECONDS, matches = ".+")
    void allTogetherForLong() throws Exception {
        long seed = Long.getLong("usher.seed", System.nanoTime());
        System.out.println("faults: seed " + seed);
        try (var rig = FaultRig.start(data, 3, seed, Sabotage.NONE)) {
            rig.fate().storm(TimeUnit.SECONDS.toMillis(Long.getLong(SECONDS)));
            judge(rig);
        }
    }

    private static void judge(FaultRig rig) throws Exception {
        var report = rig.end(REST_SECONDS);
        System.out.println(report);
        report.assertClean();
        for (var kind : new Kind[] {Kind.SEATED, Kind.WAITS, Kind.LEFT, Kind.FULL, Kind.ALREADY_IN, Kind.NOT_IN}) {
            assertThat(report.answers().of(kind)).as("answers %s", kind).isPositive();
        }
    }
}
