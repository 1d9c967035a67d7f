package dev.usher.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.acceptance.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private static final String EVERYWHERE = "0.0.0.0";

    private final Vertx vertx = Vertx.vertx();
    private final ReadinessCheck readiness = new ReadinessCheck();
    private final AtomicInteger port = new AtomicInteger();

    @BeforeEach
    void serve() throws Exception {
        Eventually.get(vertx.deployVerticle(new ManagementVerticle(EVERYWHERE, 0, readiness, () -> "", port::set)));
    }

    @AfterEach
    void close() throws Exception {
        Eventually.get(vertx.close());
    }

    @Test
    void followsTheServer() throws Exception {
        assertThat(HealthCheck.ready(EVERYWHERE, port.get())).isFalse();

        readiness.started(Future::succeededFuture);
        assertThat(HealthCheck.ready(EVERYWHERE, port.get())).isTrue();
        assertThat(HealthCheck.ready("localhost", port.get())).isTrue();

        readiness.started(() -> Future.failedFuture("no tables"));
        assertThat(HealthCheck.ready(EVERYWHERE, port.get())).isFalse();

        readiness.stopping();
        assertThat(HealthCheck.ready(EVERYWHERE, port.get())).isFalse();
    }

    @Test
    void saysWhyNobodyAnswers() throws Exception {
        Eventually.get(vertx.close());

        assertThatThrownBy(() -> HealthCheck.ready(EVERYWHERE, port.get()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }
}
