package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code PATCH} and {@code DELETE /events/{eventId}}, and the organizer's attributes of an event. */
class OrganizerIT extends AgainstUsher {

    /** Without authentication, every client may set the owner. The audit replays the log. */
    @Test
    void anOwnerIsAUserAndPartOfTheDetails() throws Exception {
        api.event("owned", 1, true);
        assertThat(api.patch("owned", "{\"owner\":\"unknown\"}").word()).isEqualTo("404 user-not-found");
        assertThat(api.patch("nowhere", "{\"owner\":\"unknown\"}").word()).isEqualTo("404 event-not-found");
        assertThat(api.patch("owned", "{\"owner\":\"ada\",\"capacity\":2}").tag())
                .isEqualTo("\"2.2.o\"");
        assertThat(api.patch("owned", "{\"owner\":\"ada\"}").tag()).isEqualTo("\"2.2.o\"");
        assertThat(api.patch("owned", "{\"owner\":\"bob\"}", "If-Match", "\"1.1.o\"")
                        .word())
                .isEqualTo("412 precondition-failed");
        api.register("owned", "cleo");
        assertThat(api.patch("owned", "{\"owner\":\"bob\"}", "If-Match", "\"2.2.o\"")
                        .text("owner"))
                .isEqualTo("bob");
        assertThat(api.cancel("owned").text("owner")).isEqualTo("bob");
        assertThat(api.get("/events/owned").text("owner")).isEqualTo("bob");
    }

    @Test
    void aCapacityBelowTheTakenSeatsIsRefusedWhole() throws Exception {
        eventWithWaitlist("low", 3, "ada", "bob", "cleo");
        var before = api.get("/events/low");
        assertThat(api.patch("low", "{\"capacity\":2,\"name\":\"Smaller\"}").word())
                .isEqualTo("409 capacity-below-registrations");
        assertThat(api.patch("low", "{\"capacity\":2}", "If-Match", "\"1.9\"").word())
                .isEqualTo("412 precondition-failed");
        assertThat(api.get("/events/low").body()).isEqualTo(before.body());
        api.unregister("low", "ada");
        assertThat(api.patch("low", "{\"capacity\":2}").status()).isEqualTo(200);
        assertThat(counts("low")).isEqualTo("2 of 2, 0 waiting");
    }

    @Test
    void registrationOpensByItself() throws Exception {
        var event = "{\"eventId\":\"soon\",\"name\":\"Soon\",\"capacity\":1,\"registrationOpensAt\":\"%s\"}";
        api.post("/events", event.formatted("2099-01-01T00:00:00.123456Z"));
        var early = api.register("soon", "ada");
        assertThat(early.word()).isEqualTo("409 registration-not-open");
        assertThat(Instant.parse(early.text("opensAt"))).isEqualTo("2099-01-01T00:00:00.123Z");
        var opens = Instant.now().plusSeconds(1);
        api.patch("soon", "{\"registrationOpensAt\":\"" + opens + "\"}");
        Eventually.holds(() -> assertThat(api.register("soon", "ada").word()).isEqualTo("registered"));
        assertThat(Instant.now()).isAfterOrEqualTo(opens.minusMillis(1));
    }

    @Test
    void ofTwoWhoChangeTheSameDetailsOneIsRefused() throws Exception {
        twoOrganizers("shared", 20, 1);
    }

    @Test
    @Tag("soak")
    void aHundredVersionsOfACrowdDoNotMatter() throws Exception {
        twoOrganizers("crowded", 20, 100);
    }

    /**
     * Two organizers change what both have read, in each round. A crowd moves the version all the while, and the
     * organizers are only in each other's way.
     *
     * @param versions of the crowd between the read and the changes
     */
    private static void twoOrganizers(String event, int rounds, int versions) throws Exception {
        eventWithWaitlist(event, 1, "ada");
        var over = new AtomicBoolean();
        var hands = Executors.newFixedThreadPool(PEOPLE.size() - 1);
        var crowd = CompletableFuture.allOf(PEOPLE.stream()
                .filter(person -> !person.equals("ada"))
                .map(person -> CompletableFuture.runAsync(
                        () -> {
                            while (!over.get()) {
                                assertThat(registerAndLeave(event, person)).isTrue();
                            }
                        },
                        hands))
                .toArray(CompletableFuture[]::new));
        long begun = version(event);
        long since = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            var read = api.get("/events/" + event);
            long moved = read.body().get("version").asLong() + versions;
            Eventually.holds(() -> assertThat(version(event)).isGreaterThanOrEqualTo(moved));
            var name = "Name " + round + " ";
            var words = ConcurrentRunner.act(2, 2, i -> {
                var change = api.patch(event, "{\"name\":\"" + name + i + "\"}", "If-Match", read.tag());
                return change.status() == 200 ? "changed" : change.word();
            });
            assertThat(words).containsExactlyInAnyOrder("changed", "412 precondition-failed");
        }
        long moved = version(event) - begun;
        System.out.printf("organizers: %d versions, %.0f a second%n", moved, moved * 1e9 / (System.nanoTime() - since));
        assertThat(moved).isGreaterThanOrEqualTo((long) rounds * (versions + 1));
        var tag = api.get("/events/" + event).tag();
        api.patch(event, "{\"capacity\":2}");
        assertThat(api.cancel(event, "If-Match", tag).word()).isEqualTo("412 precondition-failed");
        assertThat(api.cancel(event, "If-Match", "*").text("status")).isEqualTo("cancelled");
        over.set(true);
        crowd.get(60, TimeUnit.SECONDS);
        hands.shutdown();
        assertThat(api.cancel("nowhere", "If-Match", "*").word()).isEqualTo("404 event-not-found");
    }

    private static boolean registerAndLeave(String event, String user) {
        try {
            return Set.of(200, 409).contains(api.register(event, user).status())
                    && Set.of(200, 404).contains(api.unregister(event, user).status());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long version(String event) throws IOException {
        return api.get("/events/" + event).body().get("version").asLong();
    }

    /** It is read with the event and in lists, changed with it and kept when something else changes. */
    @Test
    void aLongDescriptionGoesWithItsEvent() throws Exception {
        var text = ("中" + "x".repeat(8) + "\\n").repeat(400);
        var created = api.post(
                "/events", "{\"eventId\":\"long\",\"name\":\"Long\",\"capacity\":2,\"description\":\"" + text + "\"}");
        assertThat(created.status()).isEqualTo(201);
        var description = text.replace("\\n", "\n");
        assertThat(created.text("description")).isEqualTo(description);
        api.register("long", "ada");
        assertThat(api.patch("long", "{\"name\":\"Longer\"}").text("description"))
                .isEqualTo(description);
        assertThat(api.patch("long", "{\"description\":\"" + text + "\"}").tag())
                .isEqualTo("\"3.3.o\"");
        assertThat(api.get("/events/long").text("description")).isEqualTo(description);
        assertThat(api.get("/events?limit=100").body().get("events"))
                .anyMatch(event -> event.path("description").asText().equals(description));
        assertThat(api.patch("long", "{\"description\":\"Short\"}").text("description"))
                .isEqualTo("Short");
        assertThat(api.cancel("long").text("description")).isEqualTo("Short");
        assertThat(api.get("/events/long").text("description")).isEqualTo("Short");
        assertThat(api.patch("long", "{\"description\":null}").body().has("description"))
                .isFalse();
        assertThat(api.get("/events/long").body().has("description")).isFalse();
        assertThat(api.patch("long", "{\"description\":\"" + "x".repeat(4_001) + "\"}")
                        .word())
                .isEqualTo("400 invalid-request");
    }

    @Test
    void aCancelledEventIsReinstatedUntilItsStart() throws Exception {
        var scheduled = "{\"status\":\"scheduled\"}";
        eventWithWaitlist("back", 1, "ada", "bob", "cleo", "dan");
        var unchanged = api.patch("back", scheduled);
        assertThat(unchanged.tag()).isEqualTo("\"5.1.o\"");
        api.cancel("back");
        assertThat(api.unregister("back", "ada").body().has("promoted")).isFalse();
        api.patch("back", "{\"capacity\":2}");
        assertThat(api.patch("back", "{\"status\":\"cancelled\"}").word()).isEqualTo("400 invalid-request");
        assertThat(api.patch("back", scheduled, "If-Match", unchanged.tag()).word())
                .isEqualTo("412 precondition-failed");

        var reinstated = api.patch("back", "{\"status\":\"scheduled\",\"location\":\"Cellar\"}");
        assertThat(reinstated.text("status")).isEqualTo("scheduled");
        assertThat(reinstated.text("location")).isEqualTo("Cellar");
        assertThat(counts("back")).isEqualTo("2 of 2, 1 waiting");
        var version = api.get("/events/back/changes?after=8", "Accept", "application/json")
                .body()
                .at("/changes/0");
        assertThat(version.at("/details/status").asText()).isEqualTo("scheduled");
        assertThat(version.at("/changes").findValuesAsText("kind")).containsExactly("promoted", "promoted");
        assertThat(version.at("/changes").findValuesAsText("waitlistTicket")).containsExactly("1", "2");
        assertThat(registration("back", "dan")).isEqualTo("waitlisted 1");
        assertThat(api.patch("back", scheduled)).isEqualTo(reinstated);
        assertThat(api.register("back", "eve").word()).isEqualTo("waitlisted");

        api.cancel("back");
        api.patch("back", "{\"startsAt\":\"2020-01-01T00:00:00Z\"}");
        assertThat(api.patch("back", scheduled).word()).isEqualTo("409 event-over");
        assertThat(api.patch("back", "{\"status\":\"scheduled\",\"startsAt\":\"2099-01-01T00:00:00Z\"}")
                        .text("status"))
                .isEqualTo("scheduled");
        api.patch("back", "{\"startsAt\":\"2020-01-01T00:00:00Z\"}");
        assertThat(api.patch("back", scheduled).text("status")).isEqualTo("scheduled");
    }

    private static String registration(String eventId, String userId) throws Exception {
        var answer = api.get("/events/" + eventId + "/registrations/" + userId);
        var position = answer.body().path("waitlistPosition");
        return answer.word() + (position.isMissingNode() ? "" : " " + position.asInt());
    }
}
