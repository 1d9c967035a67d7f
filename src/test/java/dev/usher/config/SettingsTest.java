package dev.usher.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void hasDefaults() {
        assertThat(Settings.from(Map.of("PATH", "x")))
                .isEqualTo(new Settings(
                        "127.0.0.1",
                        8080,
                        9090,
                        "127.0.0.1",
                        Optional.empty(),
                        "",
                        false,
                        5_000,
                        30_000,
                        60_000,
                        Map.of()));
    }

    @Test
    void readsEverySetting() {
        var settings = Settings.from(Map.ofEntries(
                entry("USHER_HTTP_HOST", "0.0.0.0"),
                entry("USHER_HTTP_PORT", "0"),
                entry("USHER_MANAGEMENT_PORT", "65535"),
                entry("USHER_MANAGEMENT_HOST", "::1"),
                entry("USHER_DYNAMODB_ENDPOINT", "http://localhost:8000"),
                entry("USHER_TABLE_PREFIX", "test_"),
                entry("USHER_CREATE_TABLES", "true"),
                entry("USHER_REQUEST_TIMEOUT_MS", "100"),
                entry("USHER_SWEEP_INTERVAL_MS", "1000"),
                entry("USHER_SELF_CHECK_INTERVAL_MS", "0"),
                entry("USHER_AUTH", "none"),
                entry("USHER_LOG_LEVEL", "DEBUG"),
                entry("USHER_LOG_LEVELS", "dev.usher.http=DEBUG, io.netty=INFO")));
        assertThat(settings)
                .isEqualTo(new Settings(
                        "0.0.0.0",
                        0,
                        65_535,
                        "::1",
                        Optional.of(URI.create("http://localhost:8000")),
                        "test_",
                        true,
                        100,
                        1_000,
                        0,
                        Map.of("dev.usher.http", "DEBUG", "io.netty", "INFO")));
    }

    @Test
    void takesEmptyAsLeftOut() {
        var empty = new HashMap<String, String>();
        Arrays.stream(Setting.values()).forEach(setting -> empty.put(setting.name(), ""));
        assertThat(Settings.from(empty)).isEqualTo(Settings.from(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "USHER_HTTP_HOST,a b",
        "USHER_HTTP_PORT,65536",
        "USHER_HTTP_PORT,-1",
        "USHER_HTTP_PORT,99999999999999999999",
        "USHER_MANAGEMENT_PORT,http",
        "USHER_MANAGEMENT_HOST,a/b",
        "USHER_DYNAMODB_ENDPOINT,localhost:8000",
        "USHER_DYNAMODB_ENDPOINT,ftp://localhost",
        "USHER_DYNAMODB_ENDPOINT,http://a b",
        "USHER_TABLE_PREFIX,a/b",
        "USHER_CREATE_TABLES,yes",
        "USHER_REQUEST_TIMEOUT_MS,0",
        "USHER_SWEEP_INTERVAL_MS,1.5",
        "USHER_SELF_CHECK_INTERVAL_MS,never",
        "USHER_AUTH,basic",
        "USHER_LOG_LEVEL,LOUD",
        "USHER_LOG_LEVELS,dev.usher",
        "USHER_LOG_LEVELS,dev.usher=LOUD",
        "USHER_LOG_LEVELS,=INFO"
    })
    void refuses(String name, String value) {
        assertThatThrownBy(() -> Settings.from(Map.of(name, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("bad settings: " + name + "=" + value + " is not ");
    }

    @Test
    void namesEveryBadSettingAtOnce() {
        var bad = new HashMap<String, String>();
        Arrays.stream(Setting.values()).forEach(setting -> bad.put(setting.name(), "?"));
        assertThatThrownBy(() -> Settings.from(bad))
                .hasMessageContainingAll(
                        Arrays.stream(Setting.values()).map(Setting::name).toArray(String[]::new));
    }
}
