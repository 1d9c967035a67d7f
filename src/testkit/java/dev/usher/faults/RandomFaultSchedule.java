package dev.usher.faults;

import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Latency;
import dev.usher.storeproxy.Outage;
import dev.usher.storeproxy.Throttling;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Generates behaviours of the store in which every fault may occur at once. */
final class RandomFaultSchedule {
    private static final double MAX_OF_ONE_FAULT = 0.08;

    private final Random random;

    RandomFaultSchedule(long seed) {
        random = new Random(seed);
    }

    /** Next behaviour; one of eight is without faults, and one of eight unreachable. */
    FaultProfile next() {
        int day = random.nextInt(8);
        if (day == 0) {
            return FaultProfile.KIND;
        }
        if (day == 1) {
            return FaultProfile.KIND.withOutage(random.nextBoolean() ? Outage.RESET : Outage.REFUSED);
        }
        Map<Fault, Double> faults = new EnumMap<>(Fault.class);
        for (var fault : EnumSet.range(Fault.ERROR_500, Fault.STALL_REPLY)) {
            if (random.nextInt(3) > 0) {
                faults.put(fault, random.nextDouble() * MAX_OF_ONE_FAULT);
            }
        }
        return FaultProfile.KIND
                .withLatency(latency(80), latency(30))
                .withConflicts(random.nextBoolean())
                .withThrottling(random.nextInt(3) == 0 ? throttling() : Throttling.OFF)
                .withFaults(new Faults(faults, Set.of(), FaultKind.STALL_MILLIS))
                .withSeed(random.nextLong());
    }

    private Latency latency(int most) {
        double median = random.nextInt(most);
        return new Latency(median, median * (2 + random.nextInt(8)));
    }

    private Throttling throttling() {
        var form = random.nextBoolean() ? Throttling.Form.REASON : Throttling.Form.EXCEPTION;
        return new Throttling(40 + random.nextInt(200), 40, form);
    }
}
