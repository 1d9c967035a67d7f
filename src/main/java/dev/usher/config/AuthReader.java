package dev.usher.config;

import java.net.URI;
import java.util.Optional;

/** Reads who may call. The settings that say so only make sense together. */
final class AuthReader {
    private final SettingReader read;

    AuthReader(SettingReader read) {
        this.read = read;
    }

    /**
     * Empty where nobody is asked who calls.
     *
     * @param host where the API listens
     */
    Optional<Oidc> read(String host) {
        var auth = read.matching(Setting.USHER_AUTH, "none|oidc|", "is not none or oidc");
        var issuer = issuer();
        var audience = read.matching(
                Setting.USHER_OIDC_AUDIENCE, "([A-Za-z0-9][!-~]{0,254})?", "is not the name of an audience");
        if (auth.equals("oidc")) {
            read.require(Setting.USHER_OIDC_ISSUER, "must be said with USHER_AUTH=oidc");
            read.require(Setting.USHER_OIDC_AUDIENCE, "must be said with USHER_AUTH=oidc");
            return issuer.map(url -> new Oidc(url, audience));
        }
        if (auth.isEmpty() && !Loopback.is(host)) {
            read.require(
                    Setting.USHER_AUTH,
                    "must be said while USHER_HTTP_HOST=" + host + " is not loopback: oidc, or none if everybody who"
                            + " reaches the port may do everything");
        }
        read.forbid(Setting.USHER_OIDC_ISSUER, "counts only with USHER_AUTH=oidc");
        read.forbid(Setting.USHER_OIDC_AUDIENCE, "counts only with USHER_AUTH=oidc");
        return Optional.empty();
    }

    private Optional<URI> issuer() {
        var url = read.url(Setting.USHER_OIDC_ISSUER);
        if (url.isEmpty()) {
            return url;
        }
        var issuer = url.get();
        if (issuer.getRawQuery() != null || issuer.getRawFragment() != null || issuer.getRawUserInfo() != null) {
            read.wrong(Setting.USHER_OIDC_ISSUER, "is not an issuer: it has a user, a query or a fragment");
        }
        if (!Oidc.isSafe(issuer)) {
            read.wrong(Setting.USHER_OIDC_ISSUER, "is not https, and its host is not loopback");
        }
        return url;
    }
}
