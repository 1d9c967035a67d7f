package dev.usher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.history.Answer.Kind;
import dev.usher.storeproxy.Fault;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
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
@Tag("soak")
class FaultsIT {
    private static final long SEED = Long.getLong("usher.seed", System.nanoTime());
    private static final long SECONDS = Long.getLong("usher.faults.seconds", 30);
    private static final int REST_SECONDS = 90;
    private static final Set<Kind> KINDS =
            Set.of(Kind.SEATED, Kind.WAITS, Kind.LEFT, Kind.FULL, Kind.ALREADY_IN, Kind.NOT_IN);

    @TempDir
    private Path data;

    @Test
    void oneAfterTheOther() throws Exception {
        try (var rig = ClusterFixture.start(data, 2, SEED, PlantedBug.NONE)) {
            for (var trouble : FaultKind.values()) {
                rig.fate().befall(trouble, 1_500);
                rig.rest(500);
            }
            judge(rig);
        }
    }

    @Test
    void allTogetherOnThreeServers() throws Exception {
        try (var rig = ClusterFixture.start(data, 3, SEED, PlantedBug.NONE)) {
            rig.fate().storm(TimeUnit.SECONDS.toMillis(SECONDS));
            var store = judge(rig).store();
            for (var fault : EnumSet.range(Fault.ERROR_500, Fault.STALL_REPLY)) {
                assertThat(store.faults(fault)).as("%s", fault).isPositive();
            }
        }
    }

    @BeforeAll
    static void printSeed() {
        System.out.println("faults: seed " + SEED);
    }

    private static FaultReport judge(ClusterFixture rig) throws Exception {
        rig.rest(() -> rig.answered().containsAll(KINDS), TimeUnit.MINUTES.toMillis(4));
        var report = rig.end(REST_SECONDS);
        System.out.println(report);
        report.assertClean();
        for (var kind : KINDS) {
            assertThat(report.answers().of(kind)).as("answers %s", kind).isPositive();
        }
        return report;
    }
}
