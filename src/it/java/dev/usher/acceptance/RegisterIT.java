package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /events/{eventId}/register}. */
class RegisterIT extends AgainstUsher {
    private static final String KEY = "Idempotency-Key";

    @Test
    void isFullWithoutALineAndOpenAgainWhenASeatIs() throws Exception {
        api.event("full", 1, false);
        assertThat(api.register("full", "ada").word()).isEqualTo("registered");
        assertThat(api.register("full", "bob").word()).isEqualTo("409 event-full");
        assertThat(counts("full")).isEqualTo("1 of 1, 0 waiting");
        api.unregister("full", "ada");
        assertThat(api.register("full", "bob").word()).isEqualTo("registered");
        assertThat(api.register("full", "ada").word()).isEqualTo("409 event-full");
    }

    @Test
    void tellsWhoIsRegisteredWhatStands() throws Exception {
        eventWithLine("stands", 1, "ada", "bob", "cleo");
        var seated = api.register("stands", "ada");
        assertThat(seated.word()).isEqualTo("409 already-registered");
        assertThat(seated.body().at("/registration/status").asText()).isEqualTo("registered");
        assertThat(seated.body().at("/registration/userId").asText()).isEqualTo("ada");
        assertThat(seated.body().get("registration").has("waitlistPosition")).isFalse();

        var waiting = api.register("stands", "cleo");
        assertThat(waiting.word()).isEqualTo("409 already-registered");
        assertThat(waiting.body().at("/registration/status").asText()).isEqualTo("waitlisted");
        assertThat(waiting.body().at("/registration/waitlistPosition").asInt()).isEqualTo(2);
        assertThat(counts("stands")).isEqualTo("1 of 1, 2 waiting");
    }

    @Test
    void tellsWhoIsRegisteredSoEvenWhenTheEventIsFull() throws Exception {
        api.event("full-too", 1, false);
        api.register("full-too", "ada");
        assertThat(api.register("full-too", "ada").word()).isEqualTo("409 already-registered");
    }

    @Test
    void isTheSameRegistrationUnderTheSameKey() throws Exception {
        api.event("keyed", 1, true);
        var seat = api.register("keyed", "ada", KEY, "click-1");
        assertThat(api.register("keyed", "ada", KEY, "click-1")).isEqualTo(seat);
        assertThat(api.register("keyed", "ada", KEY, "click-2").word()).isEqualTo("409 already-registered");
        assertThat(api.register("keyed", "ada").word()).isEqualTo("409 already-registered");

        var place = api.register("keyed", "bob", KEY, "click-1");
        assertThat(place.word()).isEqualTo("waitlisted");
        assertThat(api.register("keyed", "bob", KEY, "click-1")).isEqualTo(place);
        assertThat(counts("keyed")).isEqualTo("1 of 1, 1 waiting");
    }

    @Test
    void aRepetitionIsAnsweredWithTheRowAsItStandsNow() throws Exception {
        api.event("now", 1, true);
        api.register("now", "ada");
        api.register("now", "bob");
        var joined = api.register("now", "cleo", KEY, "k");
        assertThat(joined.body().get("waitlistPosition").asInt()).isEqualTo(2);

        api.unregister("now", "bob");
        var moved = api.register("now", "cleo", KEY, "k");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.body().get("waitlistPosition").asInt()).isEqualTo(1);

        api.unregister("now", "ada");
        var promoted = api.register("now", "cleo", KEY, "k");
        assertThat(promoted.word()).isEqualTo("registered");
        assertThat(promoted.text("registeredAt")).isEqualTo(joined.text("registeredAt"));
        assertThat(promoted.body().has("waitlistPosition")).isFalse();
    }

    @Test
    void aKeyLivesAsLongAsTheRow() throws Exception {
        eventWithLine("again", 1);
        api.register("again", "ada", KEY, "k");
        api.register("again", "bob");
        api.unregister("again", "ada");
        var again = api.register("again", "ada", KEY, "k");
        assertThat(again.word()).isEqualTo("waitlisted");
        assertThat(again.body().get("waitlistPosition").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-event, nobody, 404 event-not-found",
        "no-such-event, ada, 404 event-not-found",
        "there, nobody, 404 user-not-found",
        "there, ada, registered"
    })
    void looksForTheEventAndThenForTheUser(String eventId, String userId, String word) throws Exception {
        api.event("there", 5, true);
        assertThat(api.register(eventId, userId).word()).isEqualTo(word);
    }

    @Test
    void aUserWhoWasNotThereBeforeMayRegisterAfterwards() throws Exception {
        api.event("waits", 1, false);
        var nobody = api.post("/events/waits/register", "{}");
        assertThat(nobody.word()).isEqualTo("400 invalid-request");
        assertThat(nobody.body().at("/errors/0/pointer").asText()).isEqualTo("/userId");
        assertThat(api.register("waits", "new").word()).isEqualTo("404 user-not-found");
        api.user("new");
        assertThat(api.register("waits", "new").word()).isEqualTo("registered");
    }
}
