package dev.usher.config;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Validated settings of the server.
 *
 * @param dynamodbEndpoint empty for the AWS endpoint
 * @param selfCheckIntervalMillis 0 for never
 * @param changesDays retention of rows in the change log; 0 for unlimited
 * @param webhook empty if there is none
 * @param oidc empty if authentication is disabled
 * @param logLevels by package
 */
public record Settings(
        String httpHost,
        int httpPort,
        int managementPort,
        String managementHost,
        Optional<URI> dynamodbEndpoint,
        String tablePrefix,
        boolean createTables,
        long requestTimeoutMillis,
        long sweepIntervalMillis,
        long selfCheckIntervalMillis,
        int changesDays,
        Optional<WebhookSettings> webhook,
        Optional<OidcSettings> oidc,
        EdgeSettings edge,
        Map<String, String> logLevels) {
    private static final long MIN_MILLIS = 100;
    private static final long MAX_TIMEOUT_MILLIS = 300_000;
    private static final long MAX_INTERVAL_MILLIS = 86_400_000;
    private static final int MAX_CHANGES_DAYS = 3_650;
    private static final String HOST = "[0-9A-Za-z.:_-]+";
    private static final String NO_HOST = "is not a host name or an address";
    private static final String LEVEL = "TRACE|DEBUG|INFO|WARN|ERROR";

    /**
     * Reads environment variables. Those that do not start with {@code USHER_} are ignored; an empty one counts as
     * absent. One that starts with {@code USHER_} and is not a setting is an error.
     *
     * @throws SettingsException naming every invalid setting
     */
    public static Settings from(Map<String, String> environment) {
        var read = new SettingsReader(environment);
        var host = read.matching(Setting.USHER_HTTP_HOST, HOST, NO_HOST);
        var settings = new Settings(
                host,
                (int) read.number(Setting.USHER_HTTP_PORT, 0, SettingsReader.MAX_PORT),
                (int) read.number(Setting.USHER_MANAGEMENT_PORT, 0, SettingsReader.MAX_PORT),
                read.matching(Setting.USHER_MANAGEMENT_HOST, HOST, NO_HOST),
                read.url(Setting.USHER_DYNAMODB_ENDPOINT),
                read.matching(
                        Setting.USHER_TABLE_PREFIX, "[A-Za-z0-9_.-]{0,200}", "is not up to 200 of A-Z a-z 0-9 _ . -"),
                read.matching(Setting.USHER_CREATE_TABLES, "true|false", "is not true or false")
                        .equals("true"),
                read.number(Setting.USHER_REQUEST_TIMEOUT_MS, MIN_MILLIS, MAX_TIMEOUT_MILLIS),
                read.number(Setting.USHER_SWEEP_INTERVAL_MS, MIN_MILLIS, MAX_INTERVAL_MILLIS),
                read.number(Setting.USHER_SELF_CHECK_INTERVAL_MS, 0, MAX_INTERVAL_MILLIS),
                (int) read.number(Setting.USHER_CHANGES_DAYS, 0, MAX_CHANGES_DAYS),
                WebhookSettings.read(read),
                new AuthSettingsReader(read).read(host),
                EdgeSettings.read(read),
                read.pairs(
                        Setting.USHER_LOG_LEVELS,
                        "[A-Za-z0-9_.]+",
                        LEVEL,
                        "is not a list of package=LEVEL, separated by commas"));
        read.matching(Setting.USHER_LOG_LEVEL, LEVEL, "is not TRACE, DEBUG, INFO, WARN or ERROR");
        read.unknown();
        read.done();
        return settings;
    }
}
