package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.http.request.HttpServerLimits;
import org.junit.jupiter.api.Test;

class EdgeLimitsTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void limitsFollowFromTheMemoryOfTheImage() {
        assertThat(EdgeLimits.of(90 * MIB, 32 * MIB, 100_000, 2, false))
                .isEqualTo(new EdgeLimits(3_840, 720, 32 * MIB / 3 / 2));
        assertThat(EdgeLimits.of(90 * MIB, 32 * MIB, 100_000, 2, true).connections())
                .isEqualTo(1_536);
    }

    @Test
    void connectionsLeaveFileDescriptorsForTheStoreAndTheManagementPort() {
        assertThat(EdgeLimits.of(4_096 * MIB, 4_096 * MIB, 1_024, 2, false).connections())
                .isEqualTo(1_024 - EdgeLimits.RESERVED_DESCRIPTORS);
    }

    @Test
    void anAddressHasAQuarterOfAllConnectionsAtMost() {
        var limits = new EdgeLimits(4_000, 100, MIB);
        assertThat(limits.connectionsPerAddress(20_000)).isEqualTo(1_000);
        assertThat(limits.connectionsPerAddress(10)).isEqualTo(10);
        assertThat(limits.connectionsPerAddress(0)).isEqualTo(4_000);
    }

    @Test
    void aConnectionWithoutTrafficIsClosedAfterAMinuteAndTheRequestTimeout() {
        var options = HttpServerLimits.options(5_000);
        assertThat(options.getIdleTimeoutUnit().toMillis(options.getIdleTimeout()))
                .isEqualTo(65_000);
    }

    @Test
    void thisProcessHasLimits() {
        var limits = EdgeLimits.ofThisProcess(true);
        assertThat(limits.connections()).isPositive();
        assertThat(limits.octets() * Runtime.getRuntime().availableProcessors())
                .isLessThan(Runtime.getRuntime().maxMemory());
    }
}
