package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.authz.UserIds;
import dev.usher.config.SettingsTable;
import dev.usher.contract.Contract;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.issuer.IssuerStub;
import dev.usher.tls.TestCertificate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands of the jar other than serving, and its exit statuses. {@code PreflightCheckIT} has all that a check finds.
 */
class CommandLineIT {
    @TempDir
    private static Path folder;

    @Test
    void helpNamesEverySetting() throws Exception {
        var help = run(Map.of(), "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.said()).contains("--check").contains(SettingsTable.lines());
    }

    @Test
    void versionIsThatOfTheContract() throws Exception {
        var version = run(Map.of(), "--version");
        assertThat(version.exit()).isZero();
        var info = (Map<?, ?>) Contract.read(Contract.RESOURCE).get("info");
        assertThat(version.said()).startsWith("usher " + info.get("version"));
    }

    @Test
    void doesNotTakeWhatItDoesNotKnow() throws Exception {
        var run = run(Map.of(), "--chek");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.said()).startsWith("unknown: --chek").contains("--check");
    }

    @Test
    void checkNamesBadSettings() throws Exception {
        var check = run(Map.of("USHER_HTTP_PORT", "http"), "--check");
        assertThat(check.exit()).isEqualTo(2);
        assertThat(check.said()).contains("USHER_HTTP_PORT=http");
        var start = run(Map.of("USHER_HTP_PORT", "8080"));
        assertThat(start.exit()).isEqualTo(2);
        assertThat(start.said()).contains("USHER_HTP_PORT is not a setting; the nearest is USHER_HTTP_PORT");
    }

    @Test
    void saysInOneLineThatTheKeyIsAnother() throws Exception {
        var pair = TestCertificate.in(folder, "usher");
        var other = TestCertificate.in(Files.createDirectories(folder.resolve("other")), "other");
        var settings = Map.of(
                "USHER_TLS_CERTIFICATE", pair.certificate().toString(),
                "USHER_TLS_KEY", other.key().toString());
        for (var argument : List.of("--check", "")) {
            var foreign = run(settings, argument);
            assertThat(foreign.exit()).isEqualTo(2);
            assertThat(foreign.said().lines().filter(line -> !line.startsWith("{")))
                    .containsExactly("bad settings: USHER_TLS_CERTIFICATE, USHER_TLS_KEY: the key does not match the"
                            + " certificate");
        }
    }

    @Test
    void checkSaysThatTablesAreMissing() throws Exception {
        var check = run(Map.of("USHER_TABLE_PREFIX", TestDynamoDb.newPrefix()), "--check");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.said()).contains(" does not answer as it should: missing: table ");
    }

    @Test
    void saysInOneLineWhichPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var port = Integer.toString(taken.getLocalPort());
            var run = run(Map.of("USHER_MANAGEMENT_PORT", port), "");
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.said().lines().filter(line -> !line.startsWith("{")))
                    .singleElement()
                    .asString()
                    .startsWith("bad settings: USHER_MANAGEMENT_PORT=" + port + ": ");
        }
    }

    /** The token comes by standard input, so that no list of processes has it. */
    @Test
    void checkSaysWhoseATokenIs() throws Exception {
        try (var issuer = IssuerStub.start()) {
            var settings = environment(issuer.settings());
            var good = JarRun.fed(issuer.token("auth0|ada", "usher:events") + "\n", settings, "--check", "--token");
            assertThat(good.said())
                    .contains("the token's user is " + UserIds.of("auth0|ada") + ", its scopes are [organizer]");
            assertThat(good.exit()).isZero();
            var foreign = issuer.sign(issuer.claims("ada").audience("account").build());
            var bad = JarRun.fed(foreign, settings, "--check", "--token");
            assertThat(bad.said()).contains("the token is rejected: its aud is account, and not usher-test");
            assertThat(bad.exit()).isEqualTo(1);
        }
        assertThat(run(Map.of(), "--check", "--token").exit()).isEqualTo(2);
    }

    private static JarRun run(Map<String, String> settings, String... arguments) throws Exception {
        return JarRun.of(environment(settings), arguments);
    }

    private static Map<String, String> environment(Map<String, String> settings) {
        var environment = JarRun.environment(TestDynamoDb.endpoint());
        environment.putAll(settings);
        return environment;
    }
}
