package dev.usher.ops;

import static java.util.Map.entry;
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
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

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
        return line(event("failed", thrown));
    }

    private String line(ILoggingEvent event) {
        var console = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("STDOUT");
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    private LoggingEvent event(String message, Throwable thrown, Object... values) {
        return new LoggingEvent(getClass().getName(), context.getLogger("test"), Level.ERROR, message, thrown, values);
    }

    @Test
    void factsAreFlatMembersWithTheirTypes() {
        var event = event("{}: event={} version={} of={}s", null, "turn", "jazz \"1\"", 7L, new AtomicInteger(8));
        event.setInstant(Instant.parse("2026-11-28T09:30:00.120Z"));
        event.addKeyValuePair(new KeyValuePair("requestId", "r1"));
        event.addKeyValuePair(new KeyValuePair("status", 404));
        event.addKeyValuePair(new KeyValuePair("cached", true));
        var line = new JsonObject(line(event));
        assertThat(line.remove("throwable")).isNull();
        assertThat(line.getMap())
                .containsOnly(
                        entry("timestamp", "2026-11-28T09:30:00.120Z"),
                        entry("level", "ERROR"),
                        entry("threadName", Thread.currentThread().getName()),
                        entry("loggerName", "test"),
                        entry("event", "jazz \"1\""),
                        entry("version", 7),
                        entry("of", 8),
                        entry("requestId", "r1"),
                        entry("status", 404),
                        entry("cached", true),
                        entry("formattedMessage", "turn: event=jazz \"1\" version=7 of=8s"));
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
