package dev.usher.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Settings of the operator's webhook. Neither the settings nor their errors show a secret.
 *
 * @param url https, or http to a loopback host
 * @param secrets keys of the signatures: one, or two while the secret is being replaced
 */
public record WebhookSettings(URI url, List<SecretKeySpec> secrets) {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int MIN_OCTETS = 24;
    private static final int MAX_OCTETS = 64;
    private static final int MAX_SECRETS = 2;

    public WebhookSettings {
        secrets = List.copyOf(secrets);
    }

    /** Returns empty if there is no URL. */
    static Optional<WebhookSettings> read(SettingsReader read) {
        var url = read.given(Setting.USHER_WEBHOOK_URL);
        var secret = read.given(Setting.USHER_WEBHOOK_SECRET);
        if (url.isEmpty()) {
            secret.ifPresent(given -> read.hidden(Setting.USHER_WEBHOOK_SECRET, "applies only with USHER_WEBHOOK_URL"));
            return Optional.empty();
        }
        var target = url.flatMap(WebhookSettings::target);
        var keys = secret.flatMap(WebhookSettings::keys);
        if (target.isEmpty()) {
            read.hidden(
                    Setting.USHER_WEBHOOK_URL,
                    "is not an https URL without a user and a fragment; http is for loopback hosts only");
        }
        if (keys.isEmpty()) {
            read.hidden(
                    Setting.USHER_WEBHOOK_SECRET,
                    "is required with USHER_WEBHOOK_URL: whsec_ and 24 to 64 octets in base64, once or twice");
        }
        return target.flatMap(valid -> keys.map(signing -> new WebhookSettings(valid, signing)));
    }

    private static Optional<URI> target(String text) {
        try {
            var url = new URI(text);
            return Optional.of(url)
                    .filter(OidcSettings::isSafe)
                    .filter(safe -> safe.getRawUserInfo() == null && safe.getRawFragment() == null)
                    .filter(safe -> safe.getPort() <= SettingsReader.MAX_PORT);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<SecretKeySpec>> keys(String text) {
        var keys = new ArrayList<SecretKeySpec>();
        for (var secret : text.strip().split("[ ,]+")) {
            var key = key(secret);
            if (key.isEmpty() || keys.size() == MAX_SECRETS) {
                return Optional.empty();
            }
            keys.add(key.get());
        }
        return Optional.of(keys);
    }

    private static Optional<SecretKeySpec> key(String secret) {
        try {
            var octets = secret.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                    : new byte[0];
            return octets.length < MIN_OCTETS || octets.length > MAX_OCTETS
                    ? Optional.empty()
                    : Optional.of(new SecretKeySpec(octets, ALGORITHM));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
