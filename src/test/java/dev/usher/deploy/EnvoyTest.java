package dev.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.config.Setting;
import dev.usher.http.request.HttpServerLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Static checks of the Envoy sample: {@link NginxIT} runs the one for nginx. */
class EnvoyTest {
    private static JsonNode read(String... path) throws Exception {
        var manifest =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of("deploy", path)));
        return new ObjectMapper().valueToTree(manifest);
    }

    private static JsonNode manager() throws Exception {
        return read("routing", "envoy.yaml").at("/static_resources/listeners/0/filter_chains/0/filters/0/typed_config");
    }

    private static JsonNode cluster() throws Exception {
        return read("routing", "envoy.yaml").at("/static_resources/clusters/0");
    }

    @Test
    void overwritesTheClientsAddress() throws Exception {
        var added = manager().at("/route_config/request_headers_to_add/0");
        assertThat(added.at("/header/key").asText()).isEqualTo("x-forwarded-for");
        assertThat(added.at("/header/value").asText()).isEqualTo("%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%");
        assertThat(added.get("append_action").asText()).isEqualTo("OVERWRITE_IF_EXISTS_OR_ADD");
    }

    @Test
    void letsStreamsLive() throws Exception {
        var stream = manager().at("/route_config/virtual_hosts/0/routes/0");
        assertThat("/events/jazz/changes")
                .matches(stream.at("/match/safe_regex/regex").asText());
        assertThat(stream.at("/route/timeout").asText()).isEqualTo("0s");
        assertThat(stream.at("/route/idle_timeout").asText()).isEqualTo("0s");
    }

    @Test
    void closesAnIdleConnectionBeforeTheServerDoes() throws Exception {
        var idle = cluster()
                .at("/typed_extension_protocol_options/envoy.extensions.upstreams.http.v3.HttpProtocolOptions")
                .at("/common_http_protocol_options/idle_timeout");
        var server = HttpServerLimits.options(0);
        assertThat(Duration.parse("PT" + idle.asText()))
                .isLessThan(Duration.of(
                        server.getIdleTimeout(), server.getIdleTimeoutUnit().toChronoUnit()));
    }

    @Test
    void findsThePods() throws Exception {
        var address = cluster().at("/load_assignment/endpoints/0/lb_endpoints/0/endpoint/address/socket_address");
        var service = read("kubernetes", "service-headless.yaml");
        assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(address.get("address")).isEqualTo(service.at("/metadata/name"));
        assertThat(address.get("port_value").asText()).isEqualTo(Setting.USHER_HTTP_PORT.byDefault());
    }
}
