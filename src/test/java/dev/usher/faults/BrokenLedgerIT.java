package dev.usher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger that is wrong in one thing is found out within a minute. */
class BrokenLedgerIT {
    private static final long SEED = 7;
    private static final long MILLIS = 8_000;

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void isFoundOut(BrokenLedger ledger) throws Exception {
        try (var rig = FaultRig.start(data, 2, SEED, ledger)) {
            rig.rest(MILLIS / 2);
            if (ledger == BrokenLedger.BUSY_IS_FULL) {
                rig.befall(Trouble.UNREACHABLE_STORE, MILLIS / 2);
            }
            rig.rest(MILLIS / 2);
            var report = rig.end(0);
            System.out.println(ledger + ": " + report.violations().size() + " violations in " + report.versions()
                    + " versions, the first: " + report.violations().get(0));
            assertThat(report.violations()).anyMatch(violation -> violation.contains(ledger.violation()));
        }
    }
}
