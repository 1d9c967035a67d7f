package dev.usher.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VertxInternalsTest {
    /** Before this number changes, read {@link VertxInternals} against the new version's sources. */
    private static final String WRITTEN_FOR = "5.0.12";

    @Test
    void vertxIsTheVersionThatTheClassWasWrittenFor() throws IOException {
        try (var version = getClass().getResourceAsStream("/META-INF/vertx/vertx-version.txt")) {
            assertThat(version).asString(StandardCharsets.UTF_8).isEqualTo(WRITTEN_FOR);
        }
    }
}
