package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code DELETE /events/{eventId}/register/{userId}}. */
class UnregisterIT extends AgainstUsher {
    @Test
    void handsTheSeatToTheHeadOfTheLine() throws Exception {
        eventWithLine("hand", 2, "ada", "bob", "cleo", "dan");
        assertThat(api.unregister("hand", "bob").text("promoted")).isEqualTo("cleo");
        assertThat(counts("hand")).isEqualTo("2 of 2, 1 waiting");
        assertThat(api.unregister("hand", "cleo").text("promoted")).isEqualTo("dan");
        assertThat(counts("hand")).isEqualTo("2 of 2, 0 waiting");
        assertThat(api.unregister("hand", "ada").body().has("promoted")).isFalse();
        assertThat(counts("hand")).isEqualTo("1 of 2, 0 waiting");
    }

    @Test
    void takesWhoWaitsOutOfTheLineAndPromotesNobody() throws Exception {
        eventWithLine("out", 1, "ada", "bob", "cleo");
        var left = api.unregister("out", "bob");
        assertThat(left.status()).isEqualTo(200);
        assertThat(left.body().has("promoted")).isFalse();
        assertThat(counts("out")).isEqualTo("1 of 1, 1 waiting");
        assertThat(api.unregister("out", "ada").text("promoted")).isEqualTo("cleo");
    }

    @Test
    void aRepeatedOneSaysThatItIsDone() throws Exception {
        eventWithLine("twice", 1, "ada", "bob", "cleo");
        assertThat(api.unregister("twice", "cleo").status()).isEqualTo(200);
        assertThat(api.unregister("twice", "cleo").word()).isEqualTo("404 registration-not-found");
        assertThat(api.unregister("twice", "ada").text("promoted")).isEqualTo("bob");
        assertThat(api.unregister("twice", "ada").word()).isEqualTo("404 registration-not-found");
        assertThat(counts("twice")).isEqualTo("1 of 1, 0 waiting");
    }

    @Test
    void whoComesBackStandsAtTheEndOfTheLine() throws Exception {
        eventWithLine("end", 1, "ada", "bob", "cleo");
        api.unregister("end", "bob");
        var again = api.register("end", "bob");
        assertThat(again.word()).isEqualTo("waitlisted");
        assertThat(again.body().get("waitlistPosition").asInt()).isEqualTo(2);

        assertThat(api.unregister("end", "ada").text("promoted")).isEqualTo("cleo");
        assertThat(api.register("end", "ada").body().get("waitlistPosition").asInt())
                .isEqualTo(2);
        assertThat(api.unregister("end", "cleo").text("promoted")).isEqualTo("bob");
        assertThat(api.unregister("end", "bob").text("promoted")).isEqualTo("ada");
    }

    @Test
    void aNewcomerNeverGetsTheSeatBeforeTheLine() throws Exception {
        eventWithLine("order", 1, "ada", "bob");
        api.unregister("order", "ada");
        assertThat(api.register("order", "cleo").word()).isEqualTo("waitlisted");
        assertThat(api.register("order", "bob")
                        .body()
                        .at("/registration/status")
                        .asText())
                .isEqualTo("registered");
    }

    @Test
    void theLineMayRunEmptyAndFillAgain() throws Exception {
        eventWithLine("empty", 1, "ada", "bob", "cleo");
        api.unregister("empty", "bob");
        api.unregister("empty", "cleo");
        assertThat(counts("empty")).isEqualTo("1 of 1, 0 waiting");
        assertThat(api.unregister("empty", "ada").body().has("promoted")).isFalse();
        assertThat(api.register("empty", "cleo").word()).isEqualTo("registered");
        assertThat(api.register("empty", "bob").body().get("waitlistPosition").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-event, nobody, 404 event-not-found",
        "no-such-event, ada, 404 event-not-found",
        "there, nobody, 404 user-not-found",
        "there, ada, 404 registration-not-found"
    })
    void looksForTheEventAndThenForTheUserAndThenForTheRegistration(String eventId, String userId, String word)
            throws Exception {
        api.event("there", 5, true);
        assertThat(api.unregister(eventId, userId).word()).isEqualTo(word);
    }
}
