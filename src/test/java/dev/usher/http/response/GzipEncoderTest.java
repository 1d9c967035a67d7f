package dev.usher.http.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.events.Event;
import dev.usher.events.ListEvents;
import dev.usher.http.ApiFixture;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipEncoderTest {
    private static final ApiFixture API = new ApiFixture();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void serve() {
        var event = new Event(
                "jazz", "Jazz", 5, true, new Event.Counts(5, 2, 9, 7, 12), new Timestamp("2026-11-22T09:30:00Z"), null);
        API.serve(
                ListEvents.class,
                list -> Future.succeededFuture(
                        Outcome.done(new Page<>(Collections.nCopies(list.limit(), event), null))));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate, GZIP;q=0.5, br", "br;q=1.0,gzip"})
    void largeResponsesAreCompressedForClientsThatAcceptIt(String accepted) throws Exception {
        for (var path : new String[] {"/events?limit=50", "/openapi.yaml", "/docs/swagger-ui.js"}) {
            var response = get(path, accepted);
            assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(response.headers().allValues("Vary").toString()).containsIgnoringCase("accept-encoding");
            assertThat(unzipped(response.body()))
                    .isEqualTo(get(path, "identity").body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "gzip; Q=0", "gzip;q=0.000, br", "gzippy", ""})
    void othersGetThemAsTheyAre(String accepted) throws Exception {
        for (var path : new String[] {"/events?limit=50", "/openapi.yaml"}) {
            var response = get(path, accepted);
            assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(response.headers().allValues("Vary").toString()).containsIgnoringCase("accept-encoding");
        }
    }

    @Test
    void smallResponsesAreNotCompressed() throws Exception {
        assertThat(get("/events?limit=1", "gzip").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void theTwoFormsOfAPageHaveTagsOfTheirOwn() throws Exception {
        var tag = get("/openapi.yaml", "gzip").headers().firstValue("ETag").orElseThrow();
        assertThat(tag)
                .isNotEqualTo(get("/openapi.yaml", "identity")
                        .headers()
                        .firstValue("ETag")
                        .orElseThrow());
        assertThat(get("/openapi.yaml", "gzip", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(get("/openapi.yaml", "identity", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<byte[]> get(String path, String accepted, String... more) throws Exception {
        var request = API.request(path).header("Accept-Encoding", accepted);
        return CLIENT.send((more.length == 0 ? request : request.headers(more)).build(), BodyHandlers.ofByteArray());
    }

    private static byte[] unzipped(byte[] body) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readAllBytes();
        }
    }
}
