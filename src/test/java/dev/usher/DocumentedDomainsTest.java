package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that every domain in the published files is the project's own, reserved, or of a cited standard. */
class DocumentedDomainsTest {
    private static final Pattern DOMAIN = Pattern.compile("(?:https?://|@)([a-z0-9-]+(?:[.][a-z0-9-]+)*[.][a-z]+)\\b");
    private static final Set<String> CITED = Set.of("www.apache.org", "www.w3.org", "keepachangelog.com");

    @ParameterizedTest
    @ValueSource(
            strings = {"openapi.yaml", "README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "src/main"
            })
    void publishedDomainIsReservedOrCited(String published) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(published))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(DOMAIN.matcher(Files.readString(file)).results().map(match -> match.group(1)))
                        .as(file.toString())
                        .allMatch(domain -> domain.endsWith("example.com") || CITED.contains(domain));
            }
        }
    }
}
