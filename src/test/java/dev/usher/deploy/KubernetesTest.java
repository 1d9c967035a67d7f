package dev.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.config.Setting;
import dev.usher.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks the manifests against each other and against the server. */
class KubernetesTest {
    private static final Path MANIFESTS = Path.of("deploy", "kubernetes");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode manifest(String name) throws IOException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return JSON.valueToTree(
                new Yaml(new SafeConstructor(options)).load(Files.readString(MANIFESTS.resolve(name + ".yaml"))));
    }

    private static JsonNode container() throws IOException {
        return manifest("deployment").at("/spec/template/spec/containers/0");
    }

    @Test
    void theKustomizationNamesEveryManifest() throws IOException {
        var named = new HashSet<String>();
        manifest("kustomization").get("resources").forEach(file -> named.add(file.asText()));
        try (var files = Files.list(MANIFESTS)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(file -> !file.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void everythingIsOfItsKindAndOfOneName() throws IOException {
        var kinds = Map.of(
                "deployment", "apps/v1 Deployment",
                "service", "v1 Service",
                "serviceaccount", "v1 ServiceAccount",
                "networkpolicy", "networking.k8s.io/v1 NetworkPolicy",
                "poddisruptionbudget", "policy/v1 PodDisruptionBudget",
                "horizontalpodautoscaler", "autoscaling/v2 HorizontalPodAutoscaler");
        for (var kind : kinds.entrySet()) {
            var manifest = manifest(kind.getKey());
            assertThat(manifest.get("apiVersion").asText() + " "
                            + manifest.get("kind").asText())
                    .isEqualTo(kind.getValue());
            assertThat(manifest.at("/metadata/name").asText()).isEqualTo("usher");
        }
    }

    @Test
    void whoSelectsPodsFindsThem() throws IOException {
        var labels = manifest("deployment").at("/spec/template/metadata/labels");
        assertThat(labels).isNotEmpty();
        assertThat(manifest("deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(manifest("service").at("/spec/selector")).isEqualTo(labels);
        assertThat(manifest("service-headless").at("/spec/selector")).isEqualTo(labels);
        assertThat(manifest("poddisruptionbudget").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(manifest("networkpolicy").at("/spec/podSelector/matchLabels"))
                .isEqualTo(labels);
    }

    @Test
    void runsWithoutPrivileges() throws IOException {
        var pod = manifest("deployment").at("/spec/template/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains("USER " + pod.at("/securityContext/runAsUser").asText() + ":");
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container().at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container().at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
    }

    @Test
    void asksOnThePortsThatTheServerHas() throws IOException {
        assertThat(container().at("/ports/0/containerPort").asText()).isEqualTo(Setting.USHER_HTTP_PORT.byDefault());
        assertThat(container().at("/ports/1/containerPort").asText())
                .isEqualTo(Setting.USHER_MANAGEMENT_PORT.byDefault());
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        for (var probe : List.of("startupProbe", "livenessProbe")) {
            assertThat(container().at("/" + probe + "/httpGet/path").asText()).isEqualTo("/health/live");
            assertThat(container().at("/" + probe + "/httpGet/port").asText()).isEqualTo("management");
        }
    }

    @Test
    void onlyTheIngressReachesTheApiAndOnlyMonitoringTheManagementPort() throws IOException {
        assertThat(container().at("/env/0/name").asText()).isEqualTo(Setting.USHER_MANAGEMENT_HOST.name());
        var policy = manifest("networkpolicy").get("spec");
        assertThat(policy.get("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        var from = new HashMap<String, String>();
        for (var rule : policy.get("ingress")) {
            assertThat(rule.get("ports")).hasSize(1);
            assertThat(rule.get("from")).hasSize(1);
            from.put(
                    rule.at("/ports/0/port").asText(),
                    rule.at("/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                            .asText());
        }
        assertThat(from).isEqualTo(Map.of("http", "ingress-nginx", "management", "monitoring"));
        assertThat(policy.get("egress")).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.get("to")).isNotEmpty();
            assertThat(rule.get("ports")).isNotEmpty();
        });
    }

    /** The memory limits are divided by the number of processors, and each apply would reset a number of replicas. */
    @Test
    void limitsTheProcessorsAndLeavesTheReplicasToTheAutoscaler() throws IOException {
        assertThat(container().at("/env/1/name").asText()).isEqualTo("JAVA_TOOL_OPTIONS");
        assertThat(container().at("/env/1/value").asText()).contains("-XX:ActiveProcessorCount=");
        assertThat(manifest("deployment").get("spec").has("replicas")).isFalse();
    }

    /** They are those whom the policy lets in, and the server takes the setting as it is. */
    @Test
    void namesItsProxies() throws IOException {
        var settings = new HashMap<String, String>();
        for (var literal : manifest("kustomization").at("/configMapGenerator/0/literals")) {
            var text = literal.asText();
            settings.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
        }
        settings.remove("AWS_REGION");
        var edge = Settings.from(settings).edge();
        assertThat(edge.trusts(InetAddress.getByName("10.1.2.3"))).isTrue();
        assertThat(edge.trusts(InetAddress.getByName("203.0.113.9"))).isFalse();
    }

    @Test
    void theIngressLetsStreamsLiveAndFindsTheService() throws IOException {
        var ingress = manifest("examples/ingress");
        var annotations = ingress.at("/metadata/annotations");
        assertThat(annotations
                        .get("nginx.ingress.kubernetes.io/proxy-buffering")
                        .asText())
                .isEqualTo("off");
        assertThat(annotations
                        .get("nginx.ingress.kubernetes.io/proxy-read-timeout")
                        .asInt())
                .isGreaterThanOrEqualTo(3_600);
        var service = ingress.at("/spec/rules/0/http/paths/0/backend/service");
        assertThat(service.get("name")).isEqualTo(manifest("service").at("/metadata/name"));
        assertThat(service.at("/port/name")).isEqualTo(manifest("service").at("/spec/ports/0/name"));
    }

    @Test
    void prometheusFindsThePods() throws IOException {
        var monitor = manifest("../observability/podmonitor");
        assertThat(monitor.at("/spec/selector/matchLabels"))
                .isEqualTo(manifest("deployment").at("/spec/template/metadata/labels"));
        var endpoint = monitor.at("/spec/podMetricsEndpoints/0");
        assertThat(endpoint.get("port")).isEqualTo(container().at("/ports/1/name"));
        assertThat(endpoint.get("path").asText()).isEqualTo("/metrics");
    }

    @Test
    void leavesTimeForAStopInOrder() throws IOException {
        var grace = manifest("deployment").at("/spec/template/spec/terminationGracePeriodSeconds");
        var pause = container().at("/lifecycle/preStop/sleep/seconds");
        long deadline = Long.parseLong(Setting.USHER_REQUEST_TIMEOUT_MS.byDefault()) / 1_000;
        assertThat(grace.asLong()).isGreaterThanOrEqualTo(pause.asLong() + 2 * deadline);
    }

    @Test
    void givesOnlySettingsThatThereAre() throws IOException {
        var settings = new HashSet<>(Set.of("AWS_REGION"));
        Arrays.stream(Setting.values()).map(Setting::name).forEach(settings::add);
        for (var literal : manifest("kustomization").at("/configMapGenerator/0/literals")) {
            assertThat(settings)
                    .contains(literal.asText().substring(0, literal.asText().indexOf('=')));
        }
    }
}
