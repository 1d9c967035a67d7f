package dev.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Static checks of the Envoy sample: {@link NginxIT} runs the one for nginx. */
class EnvoyTest {
    private static JsonNode manager() throws Exception {
        var sample = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Path.of("deploy", "routing", "envoy.yaml")));
        return new ObjectMapper()
                .valueToTree(sample)
                .at("/static_resources/listeners/0/filter_chains/0/filters/0/typed_config");
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
}
