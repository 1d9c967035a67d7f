package dev.usher.http.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.http.ApiFixture;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestIdTest {
    private static final String HEADER = "X-Request-Id";
    private static final String MAX = "x".repeat(64);
    private ApiFixture api;

    @BeforeAll
    void open() {
        api = new ApiFixture();
    }

    @AfterAll
    void close() {
        api.close();
    }

    private String echoed(String path, String... given) {
        return api.get(path, given).headers().firstValue(HEADER).orElseThrow();
    }

    @Test
    void isMadeAnewForEachRequestThatBringsNone() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            made.add(echoed("/nowhere"));
        }
        assertThat(made).hasSize(10).allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-z]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Order-66_x.y~z", "0123456789"})
    void isTheCallersOwn(String id) {
        assertThat(echoed("/nowhere", HEADER, id)).isEqualTo(id);
        assertThat(echoed("/events?limit=0", HEADER, id)).isEqualTo(id);
        assertThat(echoed("/nowhere", HEADER, MAX)).isEqualTo(MAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "{\"x\":1}", "a,b", "<script>", "ä"})
    void isNotTheCallersOwnWhenItCouldMeanSomethingElse(String id) {
        assertThat(echoed("/nowhere", HEADER, id)).isNotEqualTo(id).matches("[0-9a-f]{8}-[0-9a-z]+");
        assertThat(echoed("/nowhere", HEADER, MAX + "x")).hasSizeLessThan(30);
    }
}
