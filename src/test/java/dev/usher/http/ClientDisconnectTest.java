package dev.usher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import io.vertx.core.Promise;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service can observe that its caller has hung up. */
class ClientDisconnectTest {
    private static final byte[] REGISTER =
            """
            POST /events/e/register HTTP/1.1
            Host: x
            Content-Type: application/json
            Content-Length: 16

            {"userId":"ada"}"""
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final ApiFixture api = new ApiFixture();
    private final CompletableFuture<Register> asked = new CompletableFuture<>();
    private final Promise<Outcome<RegistrationView>> answer = Promise.promise();

    @BeforeEach
    void serve() {
        api.serve(Register.class, register -> {
            asked.complete(register);
            return answer.future();
        });
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whoClosesTheConnectionIsNotWaitedFor() throws Exception {
        try (var caller = new Socket("127.0.0.1", api.port())) {
            caller.getOutputStream().write(REGISTER);
            assertThat(asked.get(60, TimeUnit.SECONDS).deadline().passed()).isFalse();
        }
        var register = asked.get();
        Eventually.holds(() -> assertThat(register.deadline().passed()).isTrue());
    }

    @Test
    void whoWaitsIsAnswered() throws Exception {
        try (var caller = new Socket("127.0.0.1", api.port())) {
            caller.getOutputStream().write(REGISTER);
            var register = asked.get(60, TimeUnit.SECONDS);
            answer.complete(Outcome.refused(RefusalReason.EVENT_FULL));
            assertThat(new String(caller.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 409");
            assertThat(register.deadline().passed()).isFalse();
        }
    }
}
