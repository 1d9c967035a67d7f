package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code GET /users/{userId}/events}. The index that it reads is never late here. */
class UserEventsIT extends AgainstUsher {
    private static final int MANY = 60;

    @Test
    void namesTheEventAndHowTheUserStands() throws Exception {
        api.user("one");
        api.post(
                "/events",
                "{\"eventId\":\"named\",\"name\":\"Jazz night\",\"capacity\":1,\"hasWaitlist\":true,"
                        + "\"startsAt\":\"2099-03-01T19:00:00Z\"}");
        var registered = api.register("named", "one");
        var listed = events("/users/one/events");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("eventId").asText()).isEqualTo("named");
        assertThat(listed.get(0).get("name").asText()).isEqualTo("Jazz night");
        assertThat(listed.get(0).get("status").asText()).isEqualTo("registered");
        assertThat(listed.get(0).get("registeredAt").asText()).isEqualTo(registered.text("registeredAt"));
        assertThat(listed.get(0).has("waitlistPosition")).isFalse();
        assertThat(listed.get(0).path("eventStatus").asText()).isEqualTo("scheduled");
        assertThat(listed.get(0).path("startsAt").asText()).isEqualTo("2099-03-01T19:00:00Z");
    }

    @Test
    void isEmptyForWhoHasNothingAndNotFoundForNobody() throws Exception {
        api.user("none");
        assertThat(events("/users/none/events")).isEmpty();
        assertThat(api.get("/users/nobody/events").word()).isEqualTo("404 user-not-found");
        assertThat(api.get("/users/nobody/events?status=registered").word()).isEqualTo("404 user-not-found");
    }

    @Test
    void isFilteredByStatus() throws Exception {
        api.user("both");
        eventWithWaitlist("both-a", 1, "both");
        eventWithWaitlist("both-b", 1, "ada", "both");
        eventWithWaitlist("both-c", 1, "both");
        assertThat(ids("/users/both/events")).containsExactly("both-a", "both-b", "both-c");
        assertThat(ids("/users/both/events?status=registered")).containsExactly("both-a", "both-c");
        assertThat(ids("/users/both/events?status=waitlisted")).containsExactly("both-b");

        api.unregister("both-b", "ada");
        api.unregister("both-a", "both");
        assertThat(ids("/users/both/events?status=registered")).containsExactly("both-b", "both-c");
        assertThat(ids("/users/both/events?status=waitlisted")).isEmpty();
    }

    @Test
    void onlyComingOnesAreListed() throws Exception {
        api.user("dated");
        for (var event : List.of("dated-past:2020", "dated-next:2042", "dated-open:")) {
            var id = event.substring(0, event.indexOf(':'));
            var year = event.substring(event.indexOf(':') + 1);
            api.post(
                    "/events",
                    "{\"eventId\":\"%s\",\"name\":\"Jazz\",\"capacity\":1,\"registrationClosesAt\":\"2050-01-01T00:00:00Z\"%s}"
                            .formatted(id, year.isEmpty() ? "" : ",\"startsAt\":\"" + year + "-01-01T00:00:00Z\""));
            assertThat(api.register(id, "dated").status()).isEqualTo(200);
        }
        assertThat(ids("/users/dated/events?from=2042-01-01T00:00:00Z")).containsExactly("dated-next", "dated-open");
        assertThat(ids("/users/dated/events?from=2042-01-01T00:00:01Z")).containsExactly("dated-open");
        assertThat(ids("/users/dated/events")).hasSize(3);
    }

    @Test
    void aPositionIsTheCurrentOne() throws Exception {
        eventWithWaitlist("falls", 1, "ada", "bob", "cleo", "dan", "eve", "fay");
        assertThat(positions("falls")).containsExactly(0, 1, 2, 3, 4, 5);
        api.unregister("falls", "cleo");
        assertThat(positions("falls", "dan", "eve", "fay")).containsExactly(2, 3, 4);
        api.unregister("falls", "ada");
        assertThat(positions("falls", "bob", "dan", "eve", "fay")).containsExactly(0, 1, 2, 3);
        api.unregister("falls", "eve");
        assertThat(positions("falls", "dan", "fay")).containsExactly(1, 2);
        api.unregister("falls", "dan");
        assertThat(positions("falls", "fay")).containsExactly(1);
        api.unregister("falls", "bob");
        assertThat(positions("falls", "fay")).containsExactly(0);
    }

    @Test
    void aLongListIsReadPageByPage() throws Exception {
        api.user("busy");
        ConcurrentRunner.act(MANY, 8, i -> {
            var id = "busy-%02d".formatted(i);
            eventWithWaitlist(id, 1, i % 3 == 0 ? new String[] {"ada", "busy"} : new String[] {"busy"});
            return null;
        });
        var all = IntStream.range(0, MANY).mapToObj("busy-%02d"::formatted).toList();
        assertThat(events("/users/busy/events")).hasSize(50);
        assertThat(allIds("/users/busy/events?limit=7")).isEqualTo(all);
        assertThat(allIds("/users/busy/events?limit=60")).isEqualTo(all);
        assertThat(allIds("/users/busy/events?limit=3&status=waitlisted"))
                .isEqualTo(IntStream.range(0, MANY)
                        .filter(i -> i % 3 == 0)
                        .mapToObj("busy-%02d"::formatted)
                        .toList());
    }

    private static List<JsonNode> events(String path) throws Exception {
        var reply = api.get(path);
        assertThat(reply.status()).isEqualTo(200);
        List<JsonNode> events = new ArrayList<>();
        reply.body().get("events").forEach(events::add);
        return events;
    }

    private static List<String> ids(String path) throws Exception {
        return events(path).stream().map(event -> event.get("eventId").asText()).toList();
    }

    /** Over all pages; only the last one may be shorter than its limit. */
    private static List<String> allIds(String path) throws Exception {
        int limit = Integer.parseInt(path.replaceAll(".*limit=(\\d+).*", "$1"));
        List<String> all = new ArrayList<>();
        var cursor = "";
        do {
            var page = ids(path + cursor);
            assertThat(page).isNotEmpty().hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
            var next = api.get(path + cursor).body().get("nextCursor");
            if (next != null) {
                assertThat(page).hasSize(limit);
            }
            cursor = next == null ? "" : "&cursor=" + next.asText();
        } while (!cursor.isEmpty());
        return all;
    }

    /**
     * The position of each of these people, of all when none is named; 0 for a seat. The list and the refusal agree.
     */
    private static List<Integer> positions(String eventId, String... people) throws Exception {
        List<Integer> positions = new ArrayList<>();
        for (var person : people.length == 0 ? PEOPLE : List.of(people)) {
            var registration = api.register(eventId, person).body().get("registration");
            var listed = events("/users/" + person + "/events").stream()
                    .filter(event -> event.get("eventId").asText().equals(eventId))
                    .findFirst()
                    .orElseThrow();
            assertThat(listed.get("status")).isEqualTo(registration.get("status"));
            assertThat(listed.get("waitlistPosition")).isEqualTo(registration.get("waitlistPosition"));
            positions.add(registration.path("waitlistPosition").asInt());
        }
        return positions;
    }
}
