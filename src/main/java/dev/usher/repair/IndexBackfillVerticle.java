package dev.usher.repair;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Visits every event once after the start, page by page, so that events of replicas of an earlier version get their
 * keys in the indexes by start. Reads at most 500 rows a second.
 */
public final class IndexBackfillVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBackfillVerticle.class);
    private static final int PAGE = 25;
    private static final long PAUSE_MILLIS = 50;
    private static final long RETRY_MILLIS = 5_000;

    private final RepairStore store;
    private long timer;
    private boolean stopped;

    public IndexBackfillVerticle(RepairStore store) {
        this.store = store;
    }

    @Override
    public Future<?> start() {
        visit(null, PAUSE_MILLIS);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private void visit(String after, long delayMillis) {
        if (!stopped) {
            timer = vertx.setTimer(delayMillis, now -> store.events(PAGE, after)
                    .onSuccess(page -> {
                        if (page.next() != null) {
                            visit(page.next(), PAUSE_MILLIS);
                        }
                    })
                    .onFailure(failure -> {
                        LOG.warn("failed to add index keys, retrying: {}", failure.getMessage());
                        visit(after, RETRY_MILLIS);
                    }));
        }
    }
}
