package dev.usher.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestKeyTest {
    private static final RequestKey KEY = new RequestKey("key", "body");

    @Test
    void matchesWhatTheSameRequestStored() {
        assertThat(KEY.match(KEY.stored())).isEqualTo(RequestKey.Match.SAME);
        assertThat(KEY.match("key")).as("of version 0.1").isEqualTo(RequestKey.Match.SAME);
        assertThat(KEY.match(new RequestKey("key", "other").stored())).isEqualTo(RequestKey.Match.OTHER_BODY);
        assertThat(KEY.match(new RequestKey("other", "body").stored())).isEqualTo(RequestKey.Match.NONE);
        assertThat(KEY.match("other")).isEqualTo(RequestKey.Match.NONE);
        assertThat(KEY.match(null)).isEqualTo(RequestKey.Match.NONE);
    }

    @Test
    void idDependsOnScopeAndKeyAlone() {
        var id = KEY.id("eventId ada");
        assertThat(id)
                .isEqualTo(new RequestKey("key", "other").id("eventId ada"))
                .isNotEqualTo(KEY.id("eventId bob"))
                .isNotEqualTo(KEY.id("userId ada"))
                .isNotEqualTo(new RequestKey("other", "body").id("eventId ada"));
        assertThat(UUID.fromString(id).version()).isEqualTo(8);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
    }
}
