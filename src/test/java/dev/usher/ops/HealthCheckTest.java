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
        assertThat(ready(EVERYWHERE)).isFalse();

        readiness.started(Future::succeededFuture);
        assertThat(ready(EVERYWHERE)).isTrue();
        assertThat(ready("localhost")).isTrue();

        readiness.started(() -> Future.failedFuture("no tables"));
        assertThat(ready(EVERYWHERE)).isFalse();

        readiness.stopping();
        assertThat(ready(EVERYWHERE)).isFalse();
    }

    @Test
    void saysWhyNobodyAnswers() throws Exception {
        Eventually.get(vertx.close());

        assertThatThrownBy(() -> ready(EVERYWHERE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }

    private boolean ready(String host) throws IOException {
        return HealthCheck.ready(host, port.get(), 60_000);
    }
}
