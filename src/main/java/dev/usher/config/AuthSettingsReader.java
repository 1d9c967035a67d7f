package dev.usher.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads the authentication settings, which are validated together. */
final class AuthSettingsReader {
    private static final List<Setting> OF_TOKENS = List.of(
            Setting.USHER_OIDC_ISSUER,
            Setting.USHER_OIDC_AUDIENCE,
            Setting.USHER_OIDC_AUDIENCE_CLAIM,
            Setting.USHER_OIDC_USER_CLAIM,
            Setting.USHER_OIDC_SCOPE_CLAIM,
            Setting.USHER_OIDC_ORGANIZER_SCOPE,
            Setting.USHER_OIDC_ADMIN_SCOPE);
    /** Visible ASCII except a comma. */
    private static final String CLAIM = "[!-+\\--~]{1,255}";
    /** Characters that RFC 6750 allows in a scope, except a comma. */
    private static final String SCOPE = "[!#-+\\--\\[\\]-~]{1,255}";

    private final SettingsReader read;

    AuthSettingsReader(SettingsReader read) {
        this.read = read;
    }

    /**
     * Returns empty if authentication is disabled.
     *
     * @param host host that the API listens on
     */
    Optional<OidcSettings> read(String host) {
        var auth = read.matching(Setting.USHER_AUTH, "none|oidc|", "is not none or oidc");
        var issuer = issuer();
        var audiences =
                read.list(Setting.USHER_OIDC_AUDIENCE, "[A-Za-z0-9][!-~]{0,254}", "is not the name of an audience");
        var audienceClaims = read.list(Setting.USHER_OIDC_AUDIENCE_CLAIM, CLAIM, "is not a list of claims");
        var userClaim = read.matching(Setting.USHER_OIDC_USER_CLAIM, CLAIM, "is not a claim");
        var scopeClaims = read.list(Setting.USHER_OIDC_SCOPE_CLAIM, CLAIM, "is not a list of claims");
        var organizerScopes = read.list(Setting.USHER_OIDC_ORGANIZER_SCOPE, SCOPE, "is not a list of scopes");
        var adminScopes = read.list(Setting.USHER_OIDC_ADMIN_SCOPE, SCOPE, "is not a list of scopes");
        if (auth.equals("oidc")) {
            read.require(Setting.USHER_OIDC_ISSUER, "is required with USHER_AUTH=oidc");
            read.require(Setting.USHER_OIDC_AUDIENCE, "is required with USHER_AUTH=oidc");
            return issuer.map(url -> new OidcSettings(
                    url, audiences, audienceClaims, userClaim, scopeClaims, organizerScopes, adminScopes));
        }
        if (auth.isEmpty() && !LoopbackHosts.is(host)) {
            read.require(
                    Setting.USHER_AUTH,
                    "is required while USHER_HTTP_HOST=" + host + " is not loopback: oidc, or none if every client that"
                            + " reaches the port may do everything");
        }
        OF_TOKENS.forEach(setting -> read.forbid(setting, "applies only with USHER_AUTH=oidc"));
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
        if (!OidcSettings.isSafe(issuer)) {
            read.wrong(Setting.USHER_OIDC_ISSUER, "is not https, and its host is not loopback");
        }
        return url;
    }
}
