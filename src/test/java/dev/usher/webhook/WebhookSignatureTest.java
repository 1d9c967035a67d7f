package dev.usher.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import dev.usher.config.Settings;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Signatures, checked with the known value of the standard's libraries and with one of these libraries. */
class WebhookSignatureTest {
    private static final String KNOWN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Test
    void signatureIsThatOfTheStandardsLibraries() {
        var signature = WebhookSignature.of(
                secrets(KNOWN), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, Buffer.buffer("{\"test\": 2432232314}"));
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void receiverWithEitherSecretAcceptsMessageDuringRotation() throws Exception {
        long now = Instant.now().getEpochSecond();
        var body = "{\"name\":\"Jazz \u266b\"}";
        var signatures = WebhookSignature.of(secrets(KNOWN + "," + OTHER), "jazz:7", now, Buffer.buffer(body));
        assertThat(signatures).matches("v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=");
        for (var secret : List.of(KNOWN, OTHER)) {
            var headers = Map.of(
                    "webhook-id", List.of("jazz:7"),
                    "webhook-timestamp", List.of(Long.toString(now)),
                    "webhook-signature", List.of(signatures));
            assertThatCode(() -> new Webhook(secret).verify(body, headers)).doesNotThrowAnyException();
        }
    }

    private static List<SecretKeySpec> secrets(String setting) {
        return Settings.from(
                        Map.of("USHER_WEBHOOK_URL", "https://hooks.example.com/usher", "USHER_WEBHOOK_SECRET", setting))
                .webhook()
                .orElseThrow()
                .secrets();
    }
}
