package dev.usher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SettingsTableTest {

    @Test
    void documentationContainsTable() throws IOException {
        var document = Files.readString(Path.of("docs", "configuration.md"));
        assertThat(document).contains(String.join("\n", SettingsTable.lines()));
    }

    @Test
    void hasEverySetting() {
        assertThat(SettingsTable.lines()).hasSize(2 + Setting.values().length);
        Arrays.stream(Setting.values()).forEach(setting -> assertThat(SettingsTable.lines())
                .anyMatch(line -> line.contains("`" + setting + "`") && line.contains(setting.meaning())));
    }
}
