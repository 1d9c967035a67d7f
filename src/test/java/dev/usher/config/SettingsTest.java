package dev.usher.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String SECRET = "whsec_" + "A".repeat(32);
    private static final String OTHER_SECRET = "whsec_" + "A".repeat(86) + "==";

    private static final EdgeSettings BY_DEFAULT = new EdgeSettings(Optional.empty(), List.of(), 0, 20_000, List.of());

    @Test
    void hasDefaults() {
        assertThat(Settings.from(Map.of("PATH", "x")))
                .isEqualTo(new Settings(
                        "127.0.0.1",
                        8080,
                        9090,
                        "127.0.0.1",
                        Optional.empty(),
                        "",
                        false,
                        5_000,
                        30_000,
                        60_000,
                        90,
                        Optional.empty(),
                        Optional.empty(),
                        BY_DEFAULT,
                        Map.of()));
    }

    @Test
    void readsEverySetting() {
        var settings = Settings.from(Map.ofEntries(
                entry("USHER_HTTP_HOST", "0.0.0.0"),
                entry("USHER_HTTP_PORT", "0"),
                entry("USHER_MANAGEMENT_PORT", "65535"),
                entry("USHER_MANAGEMENT_HOST", "::1"),
                entry("USHER_DYNAMODB_ENDPOINT", "http://localhost:8000"),
                entry("USHER_TABLE_PREFIX", "test_"),
                entry("USHER_CREATE_TABLES", "true"),
                entry("USHER_REQUEST_TIMEOUT_MS", "100"),
                entry("USHER_SWEEP_INTERVAL_MS", "1000"),
                entry("USHER_SELF_CHECK_INTERVAL_MS", "0"),
                entry("USHER_CHANGES_DAYS", "3650"),
                entry("USHER_WEBHOOK_URL", "https://hooks.example.com:8443/usher?tenant=7"),
                entry("USHER_WEBHOOK_SECRET", SECRET + ", " + OTHER_SECRET),
                entry("USHER_AUTH", "oidc"),
                entry("USHER_OIDC_ISSUER", "https://login.example.com/realms/usher/"),
                entry("USHER_OIDC_AUDIENCE", "usher, api://usher"),
                entry("USHER_OIDC_AUDIENCE_CLAIM", "azp"),
                entry("USHER_OIDC_USER_CLAIM", "oid"),
                entry("USHER_OIDC_SCOPE_CLAIM", "roles,https://example.com/roles"),
                entry("USHER_OIDC_ORGANIZER_SCOPE", "Events.Write"),
                entry("USHER_OIDC_ADMIN_SCOPE", "Usher.Admin,root"),
                entry("USHER_TLS_CERTIFICATE", "pom.xml"),
                entry("USHER_TLS_KEY", "README.md"),
                entry("USHER_CORS_ORIGINS", "https://tickets.example.com, http://localhost:3000"),
                entry("USHER_RATE_LIMIT", "7"),
                entry("USHER_CONNECTIONS_PER_ADDRESS", "0"),
                entry("USHER_TRUSTED_PROXIES", "10.0.0.0/8,2001:db8::1"),
                entry("USHER_LOG_LEVEL", "DEBUG"),
                entry("USHER_LOG_LEVELS", "dev.usher.http=DEBUG, io.netty=INFO")));
        assertThat(settings)
                .isEqualTo(new Settings(
                        "0.0.0.0",
                        0,
                        65_535,
                        "::1",
                        Optional.of(URI.create("http://localhost:8000")),
                        "test_",
                        true,
                        100,
                        1_000,
                        0,
                        3_650,
                        Optional.of(new WebhookSettings(
                                URI.create("https://hooks.example.com:8443/usher?tenant=7"),
                                List.of(key((byte) 0, 24), key((byte) 0, 64)))),
                        Optional.of(new OidcSettings(
                                URI.create("https://login.example.com/realms/usher/"),
                                List.of("usher", "api://usher"),
                                List.of("azp"),
                                "oid",
                                List.of("roles", "https://example.com/roles"),
                                List.of("Events.Write"),
                                List.of("Usher.Admin", "root"))),
                        new EdgeSettings(
                                Optional.of(
                                        new EdgeSettings.CertificateFiles(Path.of("pom.xml"), Path.of("README.md"))),
                                List.of("https://tickets.example.com", "http://localhost:3000"),
                                7,
                                0,
                                settings.edge().proxies()),
                        Map.of("dev.usher.http", "DEBUG", "io.netty", "INFO")));
        assertThat(settings.edge().proxies()).hasSize(2);
    }

    private static SecretKeySpec key(byte value, int octets) {
        var key = new byte[octets];
        Arrays.fill(key, value);
        return new SecretKeySpec(key, "HmacSHA256");
    }

    /** An error shows neither the URL, which may contain a token, nor the secret. */
    @ParameterizedTest
    @CsvSource({
        "http://hooks.example.com/token,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,USHER_WEBHOOK_URL",
        "https://me:token@hooks.example.com,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,USHER_WEBHOOK_URL",
        "https://hooks.example.com/#token,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,USHER_WEBHOOK_URL",
        "https://hooks.example.com:99999/token,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,USHER_WEBHOOK_URL",
        "hooks.example.com/token,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,USHER_WEBHOOK_URL",
        "https://hooks.example.com/token,,USHER_WEBHOOK_SECRET",
        "https://hooks.example.com/token,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,USHER_WEBHOOK_SECRET",
        "https://hooks.example.com/token,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,USHER_WEBHOOK_SECRET",
        "https://hooks.example.com/token,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-_,USHER_WEBHOOK_SECRET",
        "https://hooks.example.com/token,whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA whsec_A,USHER_WEBHOOK_SECRET",
        ",whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,USHER_WEBHOOK_SECRET",
    })
    void rejectsWebhookWithoutShowingIt(String url, String secret, String named) {
        var environment = new HashMap<String, String>();
        environment.put("USHER_WEBHOOK_URL", url == null ? "" : url);
        environment.put("USHER_WEBHOOK_SECRET", secret == null ? "" : secret);
        assertThatThrownBy(() -> Settings.from(environment))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("bad settings: " + named + " ")
                .hasMessageNotContainingAny("AAAA", "token");
    }

    @Test
    void webhookMayUseHttpOnLoopback() {
        var webhook = Settings.from(
                        Map.of("USHER_WEBHOOK_URL", "http://127.0.0.1:9000/hook", "USHER_WEBHOOK_SECRET", SECRET))
                .webhook();
        assertThat(webhook)
                .hasValueSatisfying(settings -> assertThat(settings.secrets()).hasSize(1));
        assertThat(webhook.toString()).doesNotContain("AAAA");
    }

    @Test
    void takesEmptyAsLeftOut() {
        var empty = new HashMap<String, String>();
        Arrays.stream(Setting.values()).forEach(setting -> empty.put(setting.name(), ""));
        assertThat(Settings.from(empty)).isEqualTo(Settings.from(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "USHER_HTTP_HOST,a b",
        "USHER_HTTP_PORT,65536",
        "USHER_HTTP_PORT,-1",
        "USHER_HTTP_PORT,99999999999999999999",
        "USHER_MANAGEMENT_PORT,http",
        "USHER_MANAGEMENT_HOST,a/b",
        "USHER_DYNAMODB_ENDPOINT,localhost:8000",
        "USHER_DYNAMODB_ENDPOINT,ftp://localhost",
        "USHER_DYNAMODB_ENDPOINT,http://a b",
        "USHER_TABLE_PREFIX,a/b",
        "USHER_CREATE_TABLES,yes",
        "USHER_REQUEST_TIMEOUT_MS,0",
        "USHER_SWEEP_INTERVAL_MS,1.5",
        "USHER_SELF_CHECK_INTERVAL_MS,never",
        "USHER_AUTH,basic",
        "USHER_OIDC_ISSUER,login.example.com",
        "USHER_OIDC_ISSUER,https://login.example.com:99999",
        "USHER_OIDC_ISSUER,http://login.example.com",
        "USHER_OIDC_ISSUER,https://login.example.com?a=b",
        "USHER_OIDC_ISSUER,https://a:b@login.example.com",
        "USHER_OIDC_AUDIENCE,a b",
        "USHER_OIDC_USER_CLAIM,a b",
        "USHER_OIDC_ADMIN_SCOPE,a\"b",
        "USHER_TLS_CERTIFICATE,/no/such/file",
        "USHER_TLS_KEY,README.md",
        "USHER_CORS_ORIGINS,*",
        "USHER_CORS_ORIGINS,https://tickets.example.com/",
        "USHER_CORS_ORIGINS,tickets.example.com",
        "USHER_CORS_ORIGINS,null",
        "USHER_RATE_LIMIT,1000001",
        "USHER_CONNECTIONS_PER_ADDRESS,many",
        "USHER_TRUSTED_PROXIES,proxy.example.com",
        "USHER_TRUSTED_PROXIES,10.0.0.0/33",
        "USHER_TRUSTED_PROXIES,10.0.0.0/8/8",
        "USHER_TRUSTED_PROXIES,::ffff:10.0.0.1/96",
        "USHER_LOG_LEVEL,LOUD",
        "USHER_LOG_LEVELS,dev.usher",
        "USHER_LOG_LEVELS,dev.usher=LOUD",
        "USHER_LOG_LEVELS,=INFO"
    })
    void refuses(String name, String value) {
        assertThatThrownBy(() -> Settings.from(Map.of(name, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("bad settings: " + name + "=" + value + " is not ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.1.1", "localhost", "::1"})
    void asksNobodyOnLoopbackUnlessItIsSaid(String host) {
        assertThat(Settings.from(Map.of("USHER_HTTP_HOST", host)).oidc()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "usher.example.com", "localhost.example.com", "1270.0.0.1"})
    void wantsToBeToldWhoMayCallElsewhere(String host) {
        assertThatThrownBy(() -> Settings.from(Map.of("USHER_HTTP_HOST", host)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("bad settings: USHER_AUTH= is required while USHER_HTTP_HOST=" + host
                        + " is not loopback: oidc, or none if every client that reaches the port may do everything");
        assertThat(Settings.from(Map.of("USHER_HTTP_HOST", host, "USHER_AUTH", "none"))
                        .oidc())
                .isEmpty();
    }

    @Test
    void wantsTheIssuerAndTheAudienceOfTokens() {
        assertThatThrownBy(() -> Settings.from(Map.of("USHER_AUTH", "oidc")))
                .hasMessage("bad settings: USHER_OIDC_ISSUER= is required with USHER_AUTH=oidc; "
                        + "USHER_OIDC_AUDIENCE= is required with USHER_AUTH=oidc");
        var local = Map.of(
                "USHER_AUTH", "oidc", "USHER_OIDC_ISSUER", "http://127.0.0.1:9000", "USHER_OIDC_AUDIENCE", "usher");
        assertThat(Settings.from(local).oidc())
                .contains(new OidcSettings(
                        URI.create("http://127.0.0.1:9000"),
                        List.of("usher"),
                        List.of("aud", "client_id"),
                        "sub",
                        List.of("scope", "scp"),
                        List.of("usher:events", "usher/events"),
                        List.of("usher:admin", "usher/admin")));
    }

    @Test
    void doesNotIgnoreWhoseTokensCount() {
        assertThatThrownBy(() -> Settings.from(Map.of("USHER_OIDC_ISSUER", "https://login.example.com")))
                .hasMessage(
                        "bad settings: USHER_OIDC_ISSUER=https://login.example.com applies only with USHER_AUTH=oidc");
        assertThatThrownBy(() -> Settings.from(Map.of("USHER_AUTH", "none", "USHER_OIDC_AUDIENCE", "usher")))
                .hasMessageContaining("USHER_OIDC_AUDIENCE=usher applies only with USHER_AUTH=oidc");
    }

    @ParameterizedTest
    @CsvSource({
        "USHER_HTPP_PORT, USHER_HTTP_PORT",
        "USHER_HTTP_PORTS, USHER_HTTP_PORT",
        "USHER_AUTHENTICATION, USHER_AUTH",
        "USHER_OIDC_SCOPES_CLAIM, USHER_OIDC_SCOPE_CLAIM",
        "USHER_LOGLEVEL, USHER_LOG_LEVEL",
        "USHER_http_port, USHER_HTTP_PORT"
    })
    void namesTheNearestSettingOfOneThatThereIsNot(String name, String nearest) {
        assertThatThrownBy(() -> Settings.from(Map.of(name, "a secret")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("bad settings: " + name + " is not a setting; the nearest is " + nearest);
    }

    /** Of a service "usher" or "usher-eu" in the same namespace. */
    @Test
    void ignoresTheVariablesThatKubernetesMakesOfServices() {
        var links = new HashMap<String, String>();
        for (var service : List.of("USHER_", "USHER_EU_")) {
            links.put(service + "SERVICE_HOST", "10.0.0.1");
            links.put(service + "SERVICE_PORT", "80");
            links.put(service + "SERVICE_PORT_HTTP", "80");
            links.put(service + "PORT", "tcp://10.0.0.1:80");
            links.put(service + "PORT_80_TCP", "tcp://10.0.0.1:80");
            links.put(service + "PORT_80_TCP_PROTO", "tcp");
            links.put(service + "PORT_80_TCP_PORT", "80");
            links.put(service + "PORT_80_TCP_ADDR", "10.0.0.1");
        }
        assertThat(Settings.from(links)).isEqualTo(Settings.from(Map.of()));
        assertThatThrownBy(() -> Settings.from(Map.of("USHER_PORT", "8080"))).hasMessageContaining("USHER_PORT is not");
    }

    @Test
    void trustsOnlyTheNetworksThatAreNamed() throws Exception {
        var edge = Settings.from(Map.of("USHER_TRUSTED_PROXIES", "10.1.0.0/20,192.0.2.7,2001:db8:0:f0::/60"))
                .edge();
        for (var trusted : List.of("10.1.15.255", "192.0.2.7", "2001:db8:0:ff::1", "::ffff:10.1.0.1")) {
            assertThat(edge.trusts(InetAddress.getByName(trusted))).as(trusted).isTrue();
        }
        for (var stranger : List.of("10.1.16.0", "192.0.2.6", "2001:db8:0:100::1", "::1", "127.0.0.1")) {
            assertThat(edge.trusts(InetAddress.getByName(stranger)))
                    .as(stranger)
                    .isFalse();
        }
    }

    @Test
    void namesEveryBadSettingAtOnce() {
        var bad = new HashMap<String, String>();
        Arrays.stream(Setting.values()).forEach(setting -> bad.put(setting.name(), "?"));
        assertThatThrownBy(() -> Settings.from(bad))
                .hasMessageContainingAll(
                        Arrays.stream(Setting.values()).map(Setting::name).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"USHER_TLS_CERTIFICATE", "USHER_TLS_KEY"})
    void filesOfTlsMustBeReadable(String missing) {
        var files = new HashMap<>(Map.of("USHER_TLS_CERTIFICATE", "pom.xml", "USHER_TLS_KEY", "README.md"));
        files.put(missing, "/no/such/file");
        assertThatThrownBy(() -> Settings.from(files))
                .isInstanceOf(SettingsException.class)
                .hasMessage("bad settings: " + missing + "=/no/such/file is not a readable file");
    }
}
