package dev.usher.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The encoder of the shipped {@code logback.xml}. */
class BoundedJsonEncoderTest {
    private static final int MAX_OCTETS = 32 * 1024;

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));
    }

    private String line(Throwable thrown) {
        var console = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("STDOUT");
        var event =
                new LoggingEvent(getClass().getName(), context.getLogger("test"), Level.ERROR, "failed", thrown, null);
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void boundsTheLineOfADeepStack() {
        var thrown = deep(2_000);
        for (int i = 0; i < 20; i++) {
            thrown = new IllegalStateException("outer " + i, thrown);
            thrown.setStackTrace(deep(100).getStackTrace());
        }
        var line = line(thrown);
        assertThat(line.length()).isLessThan(MAX_OCTETS);
        assertThat(new JsonObject(line).getJsonObject("throwable").getString("className"))
                .isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void keepsTheTopOfTheStackAndTheCause() {
        var line = line(new IllegalStateException("outer", new IllegalArgumentException("inner")));
        assertThat(line)
                .contains("keepsTheTopOfTheStackAndTheCause")
                .contains("outer")
                .contains("inner");
    }

    private static RuntimeException deep(int depth) {
        return depth == 0 ? new RuntimeException("deep") : deep(depth - 1);
    }
}
