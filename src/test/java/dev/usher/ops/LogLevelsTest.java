package dev.usher.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLevelsTest {

    @Test
    void holdForAPackageAndWhatIsBelow() {
        LogLevels.set(Map.of("some.chatty", "ERROR", "some.chatty.but.interesting", "TRACE"));
        assertThat(LoggerFactory.getLogger("some.chatty.Thing").isWarnEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("some.chatty.but.interesting.Thing").isTraceEnabled())
                .isTrue();
        assertThat(LoggerFactory.getLogger("some.Thing").isWarnEnabled()).isTrue();
    }
}
