package dev.usher.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                " application/json\t",
                "application/json;",
                "application/json;;\t; ",
                "application/json ; charset=UTF-8",
                "application/json;profile=\"a;b=c\";charset=\"utf-8\"",
                "application/json;profile=\"\"",
                "application/json;charset=utf8",
                "application/json; CharSet=\"UTF8\""
            })
    void acceptsJsonInUtf8(String header) {
        assertThat(ContentType.is(header, "application/json")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "application",
                "application/",
                "/json",
                "application/jsonx",
                "application/json, text/plain",
                "application/json;charset=utf-16",
                "application /json",
                "application/json,",
                "application/json x",
                "application/json;a",
                "application/json;a=",
                "application/json;=b",
                "application/json;a =b",
                "application/json;a=\"b",
                "application/json;a=\"b\\\"c\"",
                "application/json;a=\"b\"c",
                "application/json;charset=",
                "application/json;charset=\"\"",
                "application/json;charset=latin1",
                "application/json;charset=utf-8;charset=utf-16",
                "application/json;\u00e4=b"
            })
    void rejectsEverythingElse(String header) {
        assertThat(ContentType.is(header, "application/json")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "; ", " ;", ";a=b", ";\t\t\t"})
    void rejectsMoreThan256Characters(String repeated) {
        var within = "application/json" + repeated.repeat((256 - "application/json".length()) / repeated.length());
        assertThat(ContentType.is(within, "application/json")).isTrue();
        assertThat(ContentType.is(within + repeated.repeat(8_000), "application/json"))
                .isFalse();
    }
}
