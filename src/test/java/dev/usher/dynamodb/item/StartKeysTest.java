package dev.usher.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows whose index keys are written anew. */
class StartKeysTest {
    private static final Instant START = Instant.parse("2026-11-28T14:00:00Z");

    /** Such a text sorts elsewhere than the key that the cursor of a page has. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-28T14:00:00Z", "2026-11-28T14:00:00.0Z", "2026-11-28T14:00:00.000000Z"})
    void startWithoutThreeDecimalsIsReplaced(String startsAt) {
        var row = new HashMap<>(StartKeys.keys(START));
        row.put("startsAt", AttributeValues.text(startsAt));
        assertThat(StartKeys.missing(row)).isEqualTo(StartKeys.keys(START));
    }

    @Test
    void keysThatUsherWroteAreKept() {
        assertThat(StartKeys.missing(StartKeys.keys(START))).isEmpty();
        assertThat(StartKeys.missing(StartKeys.keys(null))).isEmpty();
    }
}
