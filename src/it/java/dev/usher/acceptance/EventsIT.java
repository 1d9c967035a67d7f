package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code POST /events}, {@code GET /events/{eventId}} and {@code GET /events}. */
class EventsIT extends AgainstUsher {
    private static final int MANY = 120;

    @Test
    void isTheSameEventUnderTheSameKeyAsItStandsNow() throws Exception {
        var body = "{\"eventId\":\"keyed\",\"name\":\"Keyed\",\"capacity\":5}";
        assertThat(api.post("/events", body, "Idempotency-Key", "k-1").status()).isEqualTo(201);
        api.register("keyed", "ada");
        var repeated = api.post("/events", body, "Idempotency-Key", "k-1");
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.location()).isEqualTo("events/keyed");
        assertThat(repeated.body()).isEqualTo(api.get("/events/keyed").body());
        assertThat(repeated.body().get("currentRegistrations").asInt()).isEqualTo(1);
        assertThat(api.post("/events", body, "Idempotency-Key", "k-2").word()).isEqualTo("409 event-exists");
        assertThat(api.post("/events", body).word()).isEqualTo("409 event-exists");
    }

    @Test
    void isNotFoundBeforeItIsCreated() throws Exception {
        assertThat(api.get("/events/later").word()).isEqualTo("404 event-not-found");
        api.event("later", 1, false);
        assertThat(api.get("/events/later").status()).isEqualTo(200);
    }

    @Test
    void everyOneIsListedOncePageByPage() throws Exception {
        ConcurrentRunner.act(MANY, 8, i -> api.event("many-" + i, 1 + i, i % 2 == 0));
        var usual = pages("/events?");
        var small = pages("/events?limit=7&");

        assertThat(usual.get(0)).hasSize(8);
        assertThat(small.subList(0, small.size() - 1))
                .allSatisfy(page -> assertThat(page).hasSize(7));
        var listed = small.stream().flatMap(List::stream).toList();
        assertThat(listed).doesNotHaveDuplicates();
        assertThat(listed.stream().filter(id -> id.startsWith("many-"))).hasSize(MANY);
        assertThat(usual.stream().flatMap(List::stream)).isEqualTo(listed);
    }

    @Test
    void isListedAsItStandsNow() throws Exception {
        eventWithLine("listed", 1, "ada", "bob");
        for (var page = api.get("/events?limit=100"); ; page = api.get(next("/events?limit=100&", page))) {
            for (var event : page.body().get("events")) {
                if (event.get("eventId").asText().equals("listed")) {
                    assertThat(event).isEqualTo(api.get("/events/listed").body());
                    assertThat(counts("listed")).isEqualTo("1 of 1, 1 waiting");
                    return;
                }
            }
        }
    }

    /** The ids, page by page, to the last page. */
    private static List<List<String>> pages(String path) throws Exception {
        List<List<String>> pages = new ArrayList<>();
        var page = api.get(path.substring(0, path.length() - 1));
        while (true) {
            List<String> ids = new ArrayList<>();
            page.body()
                    .get("events")
                    .forEach(event -> ids.add(event.get("eventId").asText()));
            pages.add(ids);
            if (!page.body().has("nextCursor")) {
                return pages;
            }
            page = api.get(next(path, page));
        }
    }

    private static String next(String path, ApiClient.Reply page) {
        return path + "cursor=" + page.body().get("nextCursor").asText();
    }
}
