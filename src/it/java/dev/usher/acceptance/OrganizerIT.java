package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** {@code PATCH} and {@code DELETE /events/{eventId}}, and what an organizer may say of an event. */
class OrganizerIT extends AgainstUsher {

    @Test
    void whatIsLeftOutStays() throws Exception {
        var created = api.post(
                "/events",
                "{\"eventId\":\"said\",\"name\":\"Slam\",\"capacity\":4,\"hasWaitlist\":true,\"waitlistCapacity\":2,"
                        + "\"description\":\"Ten poets\",\"location\":\"Cellar\","
                        + "\"startsAt\":\"2099-03-01T20:00:00+01:00\","
                        + "\"registrationOpensAt\":\"2020-01-01T00:00:00Z\","
                        + "\"registrationClosesAt\":\"2099-03-01T12:00:00Z\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("startsAt")).isEqualTo("2099-03-01T19:00:00Z");
        assertThat(api.get("/events/said").body()).isEqualTo(created.body());

        var changed = api.patch("said", "{\"name\":\"Poetry slam\",\"location\":null,\"waitlistCapacity\":null}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().get("version").asLong()).isEqualTo(2);
        assertThat(changed.tag()).isEqualTo("\"2\"");
        assertThat(api.get("/events/said").body()).isEqualTo(changed.body());
        assertThat(changed.text("name")).isEqualTo("Poetry slam");
        assertThat(changed.body().has("location")).isFalse();
        assertThat(changed.body().has("waitlistCapacity")).isFalse();
        for (var member : new String[] {
            "description", "startsAt", "registrationOpensAt", "registrationClosesAt", "capacity", "hasWaitlist"
        }) {
            assertThat(changed.body().get(member)).isEqualTo(created.body().get(member));
        }
        assertThat(api.patch("nowhere", "{\"capacity\":1}").word()).isEqualTo("404 event-not-found");
    }

    @Test
    void addedSeatsGoToTheLineInItsOrder() throws Exception {
        eventWithLine("raised", 1, "ada", "bob", "cleo", "dan", "eve");
        assertThat(api.patch("raised", "{\"capacity\":3}").status()).isEqualTo(200);
        Eventually.holds(() -> assertThat(counts("raised")).isEqualTo("3 of 3, 2 waiting"));
        assertThat(place("raised", "cleo")).isEqualTo("registered");
        assertThat(place("raised", "dan")).isEqualTo("waitlisted 1");
        assertThat(place("raised", "eve")).isEqualTo("waitlisted 2");
    }

    @Test
    void aCapacityBelowTheTakenSeatsIsRefusedWhole() throws Exception {
        eventWithLine("low", 3, "ada", "bob", "cleo");
        var before = api.get("/events/low");
        assertThat(api.patch("low", "{\"capacity\":2,\"name\":\"Smaller\"}").word())
                .isEqualTo("409 capacity-below-registrations");
        assertThat(api.get("/events/low").body()).isEqualTo(before.body());
        api.unregister("low", "ada");
        assertThat(api.patch("low", "{\"capacity\":2}").status()).isEqualTo(200);
        assertThat(counts("low")).isEqualTo("2 of 2, 0 waiting");
    }

    @Test
    void aClosedLineKeepsWhoWaits() throws Exception {
        eventWithLine("closedline", 1, "ada", "bob", "cleo");
        api.patch("closedline", "{\"hasWaitlist\":false}");
        assertThat(api.register("closedline", "dan").word()).isEqualTo("409 event-full");
        assertThat(place("closedline", "cleo")).isEqualTo("waitlisted 2");
        assertThat(api.unregister("closedline", "ada").text("promoted")).isEqualTo("bob");
        assertThat(place("closedline", "cleo")).isEqualTo("waitlisted 1");
    }

    @Test
    void aLineTakesAsManyAsItMay() throws Exception {
        api.post(
                "/events",
                "{\"eventId\":\"short\",\"name\":\"Short\",\"capacity\":1,\"hasWaitlist\":true,\"waitlistCapacity\":2}");
        for (var person : new String[] {"ada", "bob", "cleo"}) {
            assertThat(api.register("short", person).status()).isEqualTo(200);
        }
        assertThat(api.register("short", "dan").word()).isEqualTo("409 waitlist-full");
        assertThat(api.register("short", "cleo").word()).isEqualTo("409 already-registered");
        assertThat(api.patch("short", "{\"waitlistCapacity\":1}").status()).isEqualTo(200);
        assertThat(counts("short")).isEqualTo("1 of 1, 2 waiting");
        api.unregister("short", "bob");
        assertThat(api.register("short", "dan").word()).isEqualTo("409 waitlist-full");
        api.patch("short", "{\"waitlistCapacity\":null}");
        assertThat(api.register("short", "dan").word()).isEqualTo("waitlisted");
    }

    @Test
    void newcomersAreTakenInTheWindowAlone() throws Exception {
        eventWithLine("window", 2, "ada");
        api.patch("window", "{\"registrationOpensAt\":\"2099-01-01T00:00:00Z\"}");
        assertThat(api.register("window", "bob").word()).isEqualTo("409 registration-closed");
        assertThat(api.register("window", "ada").word()).isEqualTo("409 already-registered");
        api.patch("window", "{\"registrationOpensAt\":null,\"registrationClosesAt\":\"2020-01-01T00:00:00Z\"}");
        assertThat(api.register("window", "bob").word()).isEqualTo("409 registration-closed");
        assertThat(api.unregister("window", "ada").status()).isEqualTo(200);
        api.patch("window", "{\"registrationClosesAt\":\"2099-01-01T00:00:00Z\"}");
        assertThat(api.register("window", "bob").word()).isEqualTo("registered");
    }

    @Test
    void registrationOpensByItself() throws Exception {
        var opens = Instant.now().plusSeconds(2);
        api.post(
                "/events",
                "{\"eventId\":\"soon\",\"name\":\"Soon\",\"capacity\":1,\"registrationOpensAt\":\"" + opens + "\"}");
        assertThat(api.register("soon", "ada").word()).isEqualTo("409 registration-closed");
        Eventually.holds(() -> assertThat(api.register("soon", "ada").word()).isEqualTo("registered"));
        assertThat(Instant.now()).isAfterOrEqualTo(opens.minusMillis(1));
    }

    @Test
    void registrationOpensBeforeItCloses() throws Exception {
        var backwards =
                "\"registrationOpensAt\":\"2030-01-01T00:00:00Z\",\"registrationClosesAt\":\"2030-01-01T00:00:00Z\"";
        assertThat(api.post("/events", "{\"name\":\"Never\",\"capacity\":1," + backwards + "}")
                        .word())
                .isEqualTo("400 invalid-request");
        eventWithLine("order", 1);
        assertThat(api.patch("order", "{\"registrationOpensAt\":\"2030-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(200);
        var refused = api.patch("order", "{\"registrationClosesAt\":\"2029-12-31T23:59:59Z\"}");
        assertThat(refused.word()).isEqualTo("400 invalid-request");
        assertThat(refused.body().at("/errors/0/pointer").asText()).isEqualTo("/registrationClosesAt");
        assertThat(api.get("/events/order").body().has("registrationClosesAt")).isFalse();
    }

    @Test
    void aCancelledEventTakesNobodyAndPromotesNobody() throws Exception {
        eventWithLine("off", 1, "ada", "bob", "cleo");
        var cancelled = api.cancel("off");
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.text("status")).isEqualTo("cancelled");
        assertThat(api.get("/events/off").body()).isEqualTo(cancelled.body());
        assertThat(api.register("off", "dan").word()).isEqualTo("409 event-cancelled");
        assertThat(api.register("off", "bob").word()).isEqualTo("409 already-registered");

        assertThat(api.unregister("off", "ada").body().has("promoted")).isFalse();
        assertThat(counts("off")).isEqualTo("0 of 1, 2 waiting");
        assertThat(place("off", "bob")).isEqualTo("waitlisted 1");
        assertThat(api.patch("off", "{\"capacity\":5,\"description\":\"The band is ill.\"}")
                        .text("status"))
                .isEqualTo("cancelled");
        assertThat(api.unregister("off", "bob").status()).isEqualTo(200);
        assertThat(place("off", "cleo")).isEqualTo("waitlisted 1");
        assertThat(api.unregister("off", "cleo").status()).isEqualTo(200);
        assertThat(counts("off")).isEqualTo("0 of 5, 0 waiting");

        assertThat(api.cancel("off").text("status")).isEqualTo("cancelled");
        assertThat(api.cancel("nowhere").word()).isEqualTo("404 event-not-found");
    }

    @Test
    void anEntityTagHoldsUntilAnythingChanges() throws Exception {
        eventWithLine("tagged", 1, "ada");
        var known = api.get("/events/tagged").tag();
        assertThat(api.get("/events/tagged", "If-None-Match", known).status()).isEqualTo(304);
        assertThat(api.get("/events/tagged", "If-None-Match", "\"x\", W/" + known)
                        .status())
                .isEqualTo(304);
        api.register("tagged", "bob");
        var moved = api.get("/events/tagged", "If-None-Match", known);
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.tag()).isNotEqualTo(known);
        var renamed = api.patch("tagged", "{\"name\":\"Other\"}");
        assertThat(renamed.tag()).isNotEqualTo(moved.tag());
        assertThat(api.get("/events/tagged", "If-None-Match", renamed.tag()).status())
                .isEqualTo(304);
        assertThat(api.get("/events/nowhere", "If-None-Match", "*").word()).isEqualTo("404 event-not-found");
    }

    private static String place(String eventId, String userId) throws Exception {
        var standing = api.get("/events/" + eventId + "/registrations/" + userId);
        var position = standing.body().path("waitlistPosition");
        return standing.word() + (position.isMissingNode() ? "" : " " + position.asInt());
    }
}
