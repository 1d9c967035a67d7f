package dev.usher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.feed.LogPage;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.util.Optional;

/** Reads the feed of the event, at any replica. Fails if a version is missing from it, repeated or out of order. */
final class FeedReader {
    private long last;

    /** The last version that was read. */
    long last() {
        return last;
    }

    /** Reads the next page; nothing if the store does not answer, or the node crashes. */
    Future<Void> read(CrashableNode node) {
        return node.feed(last)
                .recover(failure -> failure instanceof UnavailableException
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure))
                .map(page -> {
                    page.ifPresent(this::check);
                    return null;
                });
    }

    private void check(LogPage page) {
        assertThat(page).as("feed behind version %s", last).isInstanceOf(LogPage.Turns.class);
        for (var turn : ((LogPage.Turns) page).turns()) {
            assertThat(turn.version()).as("feed").isEqualTo(last + 1);
            last = turn.version();
        }
    }
}
