package dev.usher.http.sse;

import dev.usher.feed.EventUpdates;
import io.vertx.core.buffer.Buffer;

/** Encodings of updates, each made at most once: with owner and user ids, and without. Belongs to one event loop. */
final class EncodedUpdates {
    private final EventUpdates news;
    private Buffer whole;
    private Buffer anonymous;

    EncodedUpdates(EventUpdates news) {
        this.news = news;
    }

    Buffer of(boolean all) {
        if (all) {
            whole = whole == null ? SseEncoder.of(news.messages(), true) : whole;
            return whole;
        }
        anonymous = anonymous == null ? SseEncoder.of(news.messages(), false) : anonymous;
        return anonymous;
    }
}
