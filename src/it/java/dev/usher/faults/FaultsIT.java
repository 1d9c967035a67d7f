package dev.usher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.history.Answer.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under all faults, no acknowledged change is lost, no user is counted twice and the waitlist keeps its order: every
 * answer of every server is checked against every committed version.
 *
 * <p>{@code -Dusher.faults.seconds=600} injects random faults for that long on three servers, {@code -Dusher.seed}
 * repeats a schedule.
 */
class FaultsIT {
    private static final long SEED = Long.getLong("usher.seed", System.nanoTime());
    private static final long SECONDS = Long.getLong("usher.faults.seconds", 60);
    private static final int REST_SECONDS = 90;

    @TempDir
    private Path data;

    @Test
    void repliesAreLostAndServersDie() throws Exception {
        try (var rig = ClusterFixture.start(data, 2, SEED, PlantedBug.NONE)) {
            for (var trouble : List.of(FaultKind.LOST_REPLIES, FaultKind.DEAD_NODE)) {
                rig.fate().befall(trouble, 1_500);
                rig.rest(500);
            }
            judge(rig);
        }
    }

    @Test
    @Tag("soak")
    void oneAfterTheOtherAndAllTogether() throws Exception {
        try (var rig = ClusterFixture.start(data, 2, SEED, PlantedBug.NONE)) {
            for (var trouble : FaultKind.values()) {
                rig.fate().befall(trouble, 1_500);
                rig.rest(500);
            }
            rig.fate().storm(TimeUnit.SECONDS.toMillis(10));
            judge(rig);
        }
    }

    @Test
    @Tag("soak")
    void allTogetherOnThreeServers() throws Exception {
        try (var rig = ClusterFixture.start(data, 3, SEED, PlantedBug.NONE)) {
            rig.fate().storm(TimeUnit.SECONDS.toMillis(SECONDS));
            judge(rig);
        }
    }

    @BeforeAll
    static void printSeed() {
        System.out.println("faults: seed " + SEED);
    }

    private static void judge(ClusterFixture rig) throws Exception {
        var report = rig.end(REST_SECONDS);
        System.out.println(report);
        report.assertClean();
        for (var kind : new Kind[] {Kind.SEATED, Kind.WAITS, Kind.LEFT, Kind.FULL, Kind.ALREADY_IN, Kind.NOT_IN}) {
            assertThat(report.answers().of(kind)).as("answers %s", kind).isPositive();
        }
    }
}
