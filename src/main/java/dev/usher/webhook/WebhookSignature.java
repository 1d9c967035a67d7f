package dev.usher.webhook;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Symmetric signatures of Standard Webhooks 1.0.0: {@code v1}, HMAC-SHA256. Stateless. */
final class WebhookSignature {
    private WebhookSignature() {}

    /**
     * Returns the value of the header {@code webhook-signature}: one signature for each secret.
     *
     * @param seconds time of the attempt, since 1970
     */
    static String of(List<SecretKeySpec> secrets, String id, long seconds, Buffer body) {
        var signed = Buffer.buffer(id + "." + seconds + ".").appendBuffer(body).getBytes();
        return secrets.stream().map(secret -> "v1," + sum(secret, signed)).collect(Collectors.joining(" "));
    }

    private static String sum(SecretKeySpec secret, byte[] signed) {
        try {
            var mac = Mac.getInstance(secret.getAlgorithm());
            mac.init(secret);
            return new String(Base64.getEncoder().encode(mac.doFinal(signed)), StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + secret.getAlgorithm(), e);
        }
    }
}
