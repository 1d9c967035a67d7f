package dev.usher.faults;

import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Latency;
import dev.usher.storeproxy.Outage;
import dev.usher.storeproxy.Throttling;
import java.util.Map;
import java.util.Set;

/** Kinds of faults, injected one at a time. */
enum FaultKind {
    SLOW_STORE(FaultProfile.KIND.withLatency(new Latency(60, 900), new Latency(20, 300))),
    /** Some requests reach the store, or return from it, only after every caller has given up. */
    STUCK_STORE(faults(Map.of(Fault.STALL, 0.15, Fault.STALL_REPLY, 0.15))),
    CONFLICTS(FaultProfile.CONTENDED),
    THROTTLED_BY_REASON(FaultProfile.CONTENDED.withThrottling(new Throttling(60, 60, Throttling.Form.REASON))),
    THROTTLED_BY_EXCEPTION(FaultProfile.CONTENDED.withThrottling(new Throttling(60, 60, Throttling.Form.EXCEPTION))),
    STORE_ERRORS(faults(Map.of(Fault.ERROR_500, 0.2, Fault.ERROR_500_AFTER, 0.2, Fault.ERROR_503, 0.1))),
    LOST_REPLIES(faults(Map.of(Fault.LOST_REPLY, 0.4, Fault.RESET, 0.1))),
    CUT_OFF_STORE(FaultProfile.KIND.withOutage(Outage.RESET)),
    UNREACHABLE_STORE(FaultProfile.KIND.withOutage(Outage.REFUSED)),
    DEAD_STORE,
    DEAD_NODE,
    STOPPED_NODE,
    RESTARTED_NODE;

    /** Longer than any timeout of the servers. */
    static final long STALL_MILLIS = 4_000;

    private final FaultProfile manners;

    FaultKind() {
        this(null);
    }

    FaultKind(FaultProfile manners) {
        this.manners = manners;
    }

    /** Behaviour of the store meanwhile; null when the fault is one of a process. */
    FaultProfile manners() {
        return manners;
    }

    private static FaultProfile faults(Map<Fault, Double> probabilities) {
        return FaultProfile.KIND.withFaults(new Faults(probabilities, Set.of(), STALL_MILLIS));
    }
}
