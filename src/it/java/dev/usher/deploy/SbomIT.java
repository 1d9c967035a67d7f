package dev.usher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of what is in the jar. */
class SbomIT {

    @Test
    void namesEveryLibraryWithItsLicence() throws Exception {
        var bom = new ObjectMapper().readTree(Files.readString(Path.of("target", "usher-sbom.json")));
        List<String> names = new ArrayList<>();
        for (JsonNode component : bom.get("components")) {
            var name = component.get("group").asText() + ":"
                    + component.get("name").asText();
            names.add(name);
            assertThat(component.path("licenses")).as(name).isNotEmpty();
            assertThat(component.path("version").asText()).as(name).isNotEmpty();
        }
        assertThat(names)
                .contains(
                        "io.vertx:vertx-core",
                        "software.amazon.awssdk:dynamodb",
                        "io.micrometer:micrometer-core",
                        "ch.qos.logback:logback-classic")
                .noneMatch(name -> name.matches("(org.assertj|org.junit.*|com.amazonaws|org.testcontainers):.*"));
    }
}
