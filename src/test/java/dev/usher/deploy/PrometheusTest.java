package dev.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks the alerts and the dashboard with Prometheus' promtool, where it is installed. */
class PrometheusTest {
    private static final Path OBSERVABILITY = Path.of("deploy", "observability");
    private static final Path BESIDE = Path.of("target", "prometheus");
    private static final String ALERTS_TEST = "alerts-test.yaml";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode alerts;

    private record Run(int exit, String said) {}

    @BeforeAll
    static void readTheAlerts() throws IOException {
        alerts = JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(OBSERVABILITY.resolve("alerts.yaml"))));
    }

    @Test
    void everyAlertIsTried() throws IOException {
        var tests = Files.readString(OBSERVABILITY.resolve(ALERTS_TEST));
        var rules = alerts.at("/spec/groups/0/rules");
        assertThat(rules).isNotEmpty();
        for (var rule : rules) {
            assertThat(tests).contains("alertname=\"" + rule.get("alert").asText() + "\"");
        }
    }

    @Test
    void alertsFireWhenTheyShouldAndOnlyThen() throws Exception {
        Files.createDirectories(BESIDE);
        JSON.writeValue(BESIDE.resolve("rules.yaml").toFile(), alerts.get("spec"));
        Files.writeString(BESIDE.resolve(ALERTS_TEST), Files.readString(OBSERVABILITY.resolve(ALERTS_TEST)));
        var run = promtool("test", "rules", BESIDE.resolve(ALERTS_TEST).toString());
        assertThat(run.exit()).as(run.said()).isZero();
    }

    @Test
    void everyExpressionOfTheDashboardIsOne() throws Exception {
        List<Map<String, String>> rules = new ArrayList<>();
        var dashboard = JSON.readTree(
                Files.readString(OBSERVABILITY.resolve("dashboard.json")).replace("$__rate_interval", "1m"));
        for (var panel : dashboard.get("panels")) {
            for (var target : panel.path("targets")) {
                rules.add(Map.of(
                        "record",
                        "panel:" + panel.get("id") + target.get("refId").asText(),
                        "expr",
                        target.get("expr").asText()));
            }
        }
        assertThat(rules).hasSizeGreaterThan(20);
        Files.createDirectories(BESIDE);
        var file = BESIDE.resolve("dashboard.yaml");
        JSON.writeValue(file.toFile(), Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules))));
        var run = promtool("check", "rules", file.toString());
        assertThat(run.exit()).as(run.said()).isZero();
    }

    private static Run promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return abort("there is no promtool");
        }
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), said);
    }
}
