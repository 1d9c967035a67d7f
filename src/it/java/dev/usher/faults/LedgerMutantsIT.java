package dev.usher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger mutant with one defect is detected within a minute of its work. */
@Tag("soak")
class LedgerMutantsIT {
    private static final long SEED = 7;
    /** Minimum wrong turns. One is not enough: two turns without changes write the same row, which no check detects. */
    private static final int STRIKES = 3;

    private static final long TIMEOUT_MILLIS = 30_000;
    private static final long OUTAGE_MILLIS = 2_000;
    private static final long FOUND_MILLIS = 60_000;

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void isFoundOut(LedgerMutants ledger) throws Exception {
        var strikes = new MutationCount();
        try (var rig = ClusterFixture.start(data, 2, SEED, ledger.sabotage(strikes))) {
            long begun = System.nanoTime();
            if (ledger == LedgerMutants.BUSY_IS_FULL) {
                rig.fate().befall(FaultKind.UNREACHABLE_STORE, OUTAGE_MILLIS);
            }
            rig.rest(() -> strikes.count() >= STRIKES, TIMEOUT_MILLIS);
            var report = rig.end(0);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            System.out.printf(
                    "%s: found out after %d ms, %d strikes, %d violations in %d versions: %s%n",
                    ledger,
                    millis,
                    strikes.count(),
                    report.violations().size(),
                    report.versions(),
                    report.violations().stream().limit(1).toList());
            assertThat(report.violations()).anyMatch(violation -> violation.contains(ledger.violation()));
            assertThat(millis).isLessThan(FOUND_MILLIS);
        }
    }
}
