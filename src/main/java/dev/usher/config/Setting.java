package dev.usher.config;

/** Setting of the server. Its name is the environment variable. */
public enum Setting {
    USHER_HTTP_HOST("127.0.0.1", "the address that the API listens on; the image sets `0.0.0.0`"),
    USHER_HTTP_PORT("8080", "the port of the API; 0 for a free one"),
    USHER_MANAGEMENT_PORT("9090", "the port of `/health/live`, `/health/ready` and `/metrics`; 0 for a free one"),
    USHER_MANAGEMENT_HOST("127.0.0.1", "the address that the management port listens on, for operators only"),
    USHER_DYNAMODB_ENDPOINT(
            "",
            "the URL of DynamoDB; the AWS endpoint of the region when empty. Region and credentials come from the AWS default chain"),
    USHER_TABLE_PREFIX("", "prefix of every table name"),
    USHER_CREATE_TABLES("false", "`true` creates missing tables at the start and waits until they are active"),
    USHER_REQUEST_TIMEOUT_MS(
            "5000",
            "the deadline of a request, 100 to 300000; a request that is not confirmed by then is answered 503"),
    USHER_SWEEP_INTERVAL_MS("30000", "interval of the search for seats that are owed or lapse, 100 to 86400000"),
    USHER_SELF_CHECK_INTERVAL_MS(
            "60000", "interval at which one event's counters are compared with its rows, up to 86400000; 0 for never"),
    USHER_CHANGES_DAYS("90", "days for which an event's changes are kept, up to 3650; 0 for ever"),
    USHER_WEBHOOK_URL(
            "",
            "URL to which every change is posted: https, or http to a loopback host; there is no webhook when it is empty"),
    USHER_WEBHOOK_SECRET(
            "",
            "secret that signs the webhook: `whsec_` and 24 to 64 octets in base64; during a replacement, the new and the old one,"
                    + " separated by a comma or a space"),
    USHER_AUTH(
            "",
            "authentication: `oidc` requires a bearer token, `none` requires none; required unless `USHER_HTTP_HOST` is"
                    + " loopback, where the default is `none`"),
    USHER_OIDC_ISSUER("", "issuer of accepted tokens: an https URL; its keys are found by OpenID Connect Discovery"),
    USHER_OIDC_AUDIENCE("", "audiences of this API, separated by commas; a token must name one of them"),
    USHER_OIDC_AUDIENCE_CLAIM(
            "aud,client_id", "claims that may name the audience; the first one that a token has decides"),
    USHER_OIDC_USER_CLAIM("sub", "claim that names the user"),
    USHER_OIDC_SCOPE_CLAIM(
            "scope,scp", "claims that hold scopes, as a text with blanks or a list; `a.b` is member `b` of claim `a`"),
    USHER_OIDC_ORGANIZER_SCOPE("usher:events,usher/events", "scopes, each of which makes the caller an organizer"),
    USHER_OIDC_ADMIN_SCOPE("usher:admin,usher/admin", "scopes, each of which makes the caller an admin"),
    USHER_TLS_CERTIFICATE(
            "", "a PEM file with the certificate and its intermediates; with it the API serves HTTPS only"),
    USHER_TLS_KEY("", "a PEM file with the certificate's unencrypted key; both files are read again when they change"),
    USHER_CORS_ORIGINS(
            "",
            "origins whose pages may call from a browser, such as `https://tickets.example.com`, separated by commas"),
    USHER_RATE_LIMIT(
            "",
            "requests a second for each client, up to 1000000, and twice as many at once; 0 for no limit; when it is"
                    + " not set, 100 with `USHER_AUTH=oidc` and no limit with `none`"),
    USHER_CONNECTIONS_PER_ADDRESS(
            "20000",
            "open connections for each address, up to 1000000, but at most a quarter of all that the memory allows; 0"
                    + " for as many as all addresses together"),
    USHER_TRUSTED_PROXIES(
            "",
            "the proxies whose `X-Forwarded-For` is trusted: addresses and networks such as `10.0.0.0/8`, separated by"
                    + " commas"),
    USHER_LOG_LEVEL("INFO", "`TRACE`, `DEBUG`, `INFO`, `WARN` or `ERROR`"),
    USHER_LOG_LEVELS("", "levels of packages, such as `dev.usher.registrations=DEBUG,io.vertx=WARN`");

    private final String byDefault;
    private final String meaning;

    Setting(String byDefault, String meaning) {
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /** Returns the default as it would be set; empty for none. */
    public String byDefault() {
        return byDefault;
    }

    /** Returns the description, one line of Markdown. */
    public String meaning() {
        return meaning;
    }
}
