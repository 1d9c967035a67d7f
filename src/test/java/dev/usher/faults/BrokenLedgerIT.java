package dev.usher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger that is wrong in one thing is found out within half a minute of its work; starting it may take longer. */
class BrokenLedgerIT {
    private static final long SEED = 7;
    private static final int VERSIONS = 120;
    private static final long MILLIS = 30_000;
    private static final long OUTAGE_MILLIS = 2_000;

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void isFoundOut(BrokenLedger ledger) throws Exception {
        try (var rig = FaultRig.start(data, 2, SEED, ledger)) {
            rig.rest(VERSIONS, MILLIS);
            if (ledger == BrokenLedger.BUSY_IS_FULL) {
                rig.befall(Trouble.UNREACHABLE_STORE, OUTAGE_MILLIS);
            }
            var report = rig.end(0);
            System.out.println(ledger + ": " + report.violations().size() + " violations in " + report.versions()
                    + " versions: " + report.violations().stream().limit(1).toList());
            assertThat(report.violations()).anyMatch(violation -> violation.contains(ledger.violation()));
        }
    }
}
