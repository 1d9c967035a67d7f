package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every row of the OWASP table in docs/security.md names a test. */
class SecurityTableTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))`");

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("docs", "security.md")).stream()
                .filter(line -> line.startsWith("| API"))
                .toList();
    }

    @Test
    void hasTheTenRisksAndATestForEach() throws IOException {
        var rows = rows();
        assertThat(rows).hasSize(10);
        IntStream.rangeClosed(1, 10).forEach(risk -> {
            assertThat(rows.get(risk - 1)).startsWith("| API" + risk + " ");
            var shownBy = rows.get(risk - 1).split(" \\| ")[2];
            assertThat(NAMED.matcher(shownBy).results()).as(shownBy).isNotEmpty();
        });
    }
}
