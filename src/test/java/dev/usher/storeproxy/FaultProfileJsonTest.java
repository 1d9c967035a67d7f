package dev.usher.storeproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultProfileJsonTest {
    @Test
    void whatIsWrittenReadsTheSame() {
        FaultProfile manners = FaultProfile.REAL
                .withFaults(new Faults(Map.of(Fault.LOST_REPLY, 0.1, Fault.STALL, 0.2), Set.of("PutItem"), 700))
                .withOutage(Outage.RESET)
                .withSeed(42);

        assertThat(FaultProfileJson.read(
                        new JsonObject(FaultProfileJson.write(manners).encode())))
                .isEqualTo(manners);
    }

    @Test
    void whatIsLeftOutIsKind() {
        assertThat(FaultProfileJson.read(new JsonObject())).isEqualTo(FaultProfile.KIND);
    }
}
