package dev.usher.faults;

import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Outage;
import dev.usher.storeproxy.StoreProxy;
import java.util.concurrent.TimeUnit;

/**
 * Controls the store's behaviour behind the proxy for all fault sources: during an outage the store is unreachable,
 * whatever the random faults are. Blocks its callers.
 */
final class StoreFaultControl {
    private static final long TIMEOUT_SECONDS = 60;

    private final StoreProxy proxy;
    private FaultProfile manners = FaultProfile.KIND;
    private boolean away;

    StoreFaultControl(StoreProxy proxy) {
        this.proxy = proxy;
    }

    synchronized void become(FaultProfile other) throws Exception {
        manners = other;
        apply();
    }

    /** After it returns, no request reaches the store. */
    synchronized void away() throws Exception {
        away = true;
        apply();
    }

    synchronized void back() throws Exception {
        away = false;
        apply();
    }

    private void apply() throws Exception {
        proxy.behave(away ? manners.withOutage(Outage.REFUSED) : manners)
                .toCompletionStage()
                .toCompletableFuture()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
