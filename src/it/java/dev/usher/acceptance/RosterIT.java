package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code GET /events/{eventId}/registrations} and {@code GET /events/{eventId}/registrations/{userId}}. */
class RosterIT extends AgainstUsher {
    private static final int MANY = 130;

    @Test
    void seatsAndWaitlistAreListedApart() throws Exception {
        eventWithWaitlist("apart", 2, "cleo", "ada", "fay", "bob", "dan");
        assertThat(roster("apart", "status=registered&limit=50")).containsExactly("ada", "cleo");
        assertThat(roster("apart", "status=waitlisted&limit=50")).containsExactly("fay 1", "bob 2", "dan 3");
        assertThat(api.get("/events/apart/registrations").body())
                .isEqualTo(
                        api.get("/events/apart/registrations?status=registered").body());
        api.unregister("apart", "bob");
        api.unregister("apart", "cleo");
        assertThat(roster("apart", "status=registered&limit=50")).containsExactly("ada", "fay");
        assertThat(roster("apart", "status=waitlisted&limit=50")).containsExactly("dan 1");
    }

    /** Apart from the name, which only the list has, and the version, which only the single registration has. */
    @Test
    void anEntryIsTheRegistrationItself() throws Exception {
        eventWithWaitlist("same", 1, "ada", "bob");
        var seat = api.get("/events/same/registrations").body().at("/registrations/0");
        assertThat(seat.get("name").asText()).isEqualTo("Name of ada");
        assertThat(common(seat))
                .isEqualTo(common(api.get("/events/same/registrations/ada").body()));
        var entry =
                api.get("/events/same/registrations?status=waitlisted").body().at("/registrations/0");
        var registration = api.get("/events/same/registrations/bob").body();
        assertThat(entry.get("name").asText()).isEqualTo("Name of bob");
        assertThat(common(entry)).isEqualTo(common(registration));
        assertThat(registration).isEqualTo(api.register("same", "bob").body().get("registration"));
    }

    private static JsonNode common(JsonNode registration) {
        return ((ObjectNode) registration.deepCopy()).without(List.of("name", "version"));
    }

    /** More than fit into one turn; a repetition with the same key returns the same. */
    @Test
    void aHundredUsersAreRegisteredInTheirOrder() throws Exception {
        api.event("hundred", 30, true);
        var ids = IntStream.range(0, 100)
                .mapToObj(i -> "h-%03d".formatted(i * 37 % 100))
                .toList();
        ConcurrentRunner.act(99, 8, i -> api.user(ids.get(i)));
        var body = "{\"userIds\":[\"" + String.join("\",\"", ids) + "\"]}";
        var first = api.post("/events/hundred/registrations", body, "Idempotency-Key", "list");
        for (int i = 0; i < 99; i++) {
            var result = first.body().at("/results/" + i);
            assertThat(result.get("userId").asText()).isEqualTo(ids.get(i));
            assertThat(result.at("/registration/waitlistPosition").asInt()).isEqualTo(Math.max(0, i - 29));
        }
        assertThat(first.body().at("/results/99/problem/status").asInt()).isEqualTo(404);
        assertThat(counts("hundred")).isEqualTo("30 of 30, 69 waiting");
        assertThat(api.post("/events/hundred/registrations", body, "Idempotency-Key", "list")
                        .body())
                .isEqualTo(first.body());
        assertThat(api.post("/events/hundred/registrations", body).body().at("/results/98/problem/registration"))
                .isEqualTo(first.body().at("/results/98/registration"));
        assertThat(api.post("/events/nowhere/registrations", body).word()).isEqualTo("404 event-not-found");
    }

    @Test
    void isEmptyWhereNobodyIsAndNotFoundWhereNothingIs() throws Exception {
        eventWithWaitlist("empty", 1);
        assertThat(roster("empty", "status=registered&limit=5")).isEmpty();
        assertThat(roster("empty", "status=waitlisted&limit=5")).isEmpty();
        assertThat(api.get("/events/nowhere/registrations").word()).isEqualTo("404 event-not-found");
        assertThat(api.get("/events/nowhere/registrations?status=waitlisted").word())
                .isEqualTo("404 event-not-found");
    }

    @Test
    void theEventIsLookedForFirstThenTheUserThenTheRegistration() throws Exception {
        eventWithWaitlist("order", 1);
        for (var user : List.of("unknown", "ada")) {
            assertThat(List.of(
                            api.register("nowhere", user),
                            api.unregister("nowhere", user),
                            registration("nowhere", user)))
                    .extracting(ApiClient.Reply::word)
                    .containsOnly("404 event-not-found");
        }
        assertThat(List.of(
                        api.register("order", "unknown"),
                        api.unregister("order", "unknown"),
                        registration("order", "unknown")))
                .extracting(ApiClient.Reply::word)
                .containsOnly("404 user-not-found");
        assertThat(List.of(api.unregister("order", "ada"), registration("order", "ada")))
                .extracting(ApiClient.Reply::word)
                .containsOnly("404 registration-not-found");
        api.register("order", "ada");
        assertThat(registration("order", "ada").word()).isEqualTo("registered");
        api.unregister("order", "ada");
        assertThat(registration("order", "ada").word()).isEqualTo("404 registration-not-found");
    }

    private static ApiClient.Reply registration(String eventId, String userId) throws IOException {
        return api.get("/events/" + eventId + "/registrations/" + userId);
    }

    @Test
    void everybodyIsOnOnePageOnceAlsoWhereManyHaveLeft() throws Exception {
        api.event("long", 40, true);
        ConcurrentRunner.act(MANY, 8, i -> api.user("long-%03d".formatted(i)));
        for (int i = 0; i < MANY; i++) {
            api.register("long", "long-%03d".formatted(i));
        }
        var seats = IntStream.range(0, 40).mapToObj("long-%03d"::formatted).toList();
        assertThat(roster("long", "status=registered&limit=7")).isEqualTo(seats);
        assertThat(roster("long", "status=registered&limit=40")).isEqualTo(seats);

        ConcurrentRunner.act(20, 8, i -> api.unregister("long", "long-%03d".formatted(42 + 3 * i)));
        var waiting = IntStream.range(40, MANY)
                .filter(i -> i < 42 || i > 42 + 3 * 19 || (i - 42) % 3 != 0)
                .toArray();
        var waitlist = IntStream.range(0, waiting.length)
                .mapToObj(i -> "long-%03d %d".formatted(waiting[i], i + 1))
                .toList();
        assertThat(roster("long", "status=waitlisted&limit=7")).isEqualTo(waitlist);
        assertThat(roster("long", "status=waitlisted&limit=100")).isEqualTo(waitlist);
    }

    @Test
    void aPageGoesOnAtTheHeadOnceTheWaitlistHasMovedPastIt() throws Exception {
        eventWithWaitlist("moves", 1, "ada", "bob", "cleo", "dan", "eve");
        var first = api.get("/events/moves/registrations?status=waitlisted&limit=2");
        var rest = "/events/moves/registrations?status=waitlisted&cursor=" + first.text("nextCursor");
        assertThat(people(api.get(rest).body())).containsExactly("dan 3", "eve 4");
        api.patch("moves", "{\"capacity\":4}");
        Eventually.holds(() -> assertThat(people(api.get(rest).body())).containsExactly("eve 1"));
    }

    /** Over all pages; only the last one may be shorter than its limit. */
    private static List<String> roster(String eventId, String query) throws Exception {
        int limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
        List<String> all = new ArrayList<>();
        var path = "/events/" + eventId + "/registrations?" + query;
        var page = api.get(path);
        while (true) {
            assertThat(page.status()).isEqualTo(200);
            var people = people(page.body());
            all.addAll(people);
            var next = page.body().get("nextCursor");
            if (next == null) {
                return all;
            }
            assertThat(people).hasSize(limit);
            page = api.get(path + "&cursor=" + next.asText());
        }
    }

    private static List<String> people(JsonNode page) {
        List<String> people = new ArrayList<>();
        for (var row : page.get("registrations")) {
            var position = row.path("waitlistPosition");
            people.add(row.get("userId").asText() + (position.isMissingNode() ? "" : " " + position.asInt()));
        }
        return people;
    }
}
