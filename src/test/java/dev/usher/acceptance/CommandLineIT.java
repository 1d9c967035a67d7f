package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.config.SettingTable;
import dev.usher.dynamodb.TestDynamoDb;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the jar does besides serving, and how it ends. */
class CommandLineIT {
    private static final String NOBODY_LISTENS = "http://127.0.0.1:1";

    private record Run(int exit, String said) {}

    @Test
    void helpNamesEverySetting() throws Exception {
        var help = run(Map.of(), "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.said()).contains("--check").contains(SettingTable.lines());
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
    }

    @Test
    void checkSaysThatNobodyAnswers() throws Exception {
        var check = run(Map.of("USHER_DYNAMODB_ENDPOINT", NOBODY_LISTENS), "--check");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.said()).contains("DynamoDB at " + NOBODY_LISTENS + " does not answer as it should: ");
    }

    @Test
    void checkSaysThatTablesAreMissing() throws Exception {
        var check = run(Map.of("USHER_TABLE_PREFIX", TestDynamoDb.newPrefix()), "--check");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.said()).contains(" does not answer as it should: a table is missing");
    }

    @Test
    void checkAllowsThatTablesWillBeCreated() throws Exception {
        var check =
                run(Map.of("USHER_TABLE_PREFIX", TestDynamoDb.newPrefix(), "USHER_CREATE_TABLES", "true"), "--check");
        assertThat(check.said()).contains("the settings can be used, and DynamoDB answers");
        assertThat(check.exit()).isZero();
    }

    private static Run run(Map<String, String> settings, String argument) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "-Xmx128m", "-jar", System.getProperty("usher.jar"), argument)
                .redirectErrorStream(true);
        builder.environment().put("AWS_REGION", "eu-central-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", TestDynamoDb.CREDENTIALS);
        builder.environment().put("AWS_SECRET_ACCESS_KEY", TestDynamoDb.CREDENTIALS);
        builder.environment()
                .put("USHER_DYNAMODB_ENDPOINT", TestDynamoDb.endpoint().toString());
        builder.environment().putAll(settings);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), said);
    }
}
