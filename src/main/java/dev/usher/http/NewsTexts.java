package dev.usher.http;

import dev.usher.live.News;
import io.vertx.core.buffer.Buffer;

/** Encodings of updates, each made at most once: with owner and user ids, and without. Belongs to one event loop. */
final class NewsTexts {
    private final News news;
    private Buffer whole;
    private Buffer anonymous;

    NewsTexts(News news) {
        this.news = news;
    }

    Buffer of(boolean all) {
        if (all) {
            whole = whole == null ? StreamText.of(news.messages(), true) : whole;
            return whole;
        }
        anonymous = anonymous == null ? StreamText.of(news.messages(), false) : anonymous;
        return anonymous;
    }
}
