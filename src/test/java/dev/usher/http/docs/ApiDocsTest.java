package dev.usher.http.docs;

import static dev.usher.http.ApiFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.usher.http.ApiFixture;
import dev.usher.http.EdgeOptions;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.response.ProblemType;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract and its page, as served beside the operations. */
class ApiDocsTest {
    private static final ApiFixture API = new ApiFixture();

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi.yaml, application/yaml",
        "/openapi.json, application/json",
        "/, text/html; charset=utf-8",
        "/docs, text/html; charset=utf-8",
        "/docs/reference.js, text/javascript; charset=utf-8",
        "/docs/swagger-ui.js, text/javascript; charset=utf-8",
        "/docs/swagger-ui.css, text/css; charset=utf-8",
        "/docs/icon.png, image/png",
        "/board/jazz.2026~a_b-c, text/html; charset=utf-8",
        "/board.css, text/css; charset=utf-8",
        "/board.mjs, text/javascript; charset=utf-8",
        "/board-check.mjs, text/javascript; charset=utf-8",
        "/board-feed.mjs, text/javascript; charset=utf-8",
        "/board-view.mjs, text/javascript; charset=utf-8",
        "/board-words.mjs, text/javascript; charset=utf-8"
    })
    void servesPage(String path, String mediaType) {
        var page = send("GET", path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isNotEmpty();
        assertThat(header(page, "content-type")).isEqualTo(mediaType);
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(page, "content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(page, "x-frame-options")).isEqualTo("DENY");
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");

        var head = send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "content-length")).isEqualTo(header(page, "content-length"));
        assertThat(header(head, "etag")).isEqualTo(header(page, "etag"));

        var known = send("GET", path, "If-None-Match", "\"other\", W/" + header(page, "etag"));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(send("GET", path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void describesEachProblem(ProblemType type) {
        var json = send("GET", type.uri());
        assertThat(header(json, "content-type")).isEqualTo("application/json");
        assertThat(header(json, "vary")).contains("accept");
        assertThat(new JsonObject(json.body()).getMap())
                .containsEntry("type", "/problems/" + type.code())
                .containsEntry("status", type.status())
                .containsEntry("description", type.detail())
                .hasEntrySatisfying(
                        "advice", advice -> assertThat((String) advice).endsWith("."));
        var page = send("GET", type.uri(), "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body()).contains("<h1>" + type.title() + "</h1>", type.code(), "What a client can do");
        assertThat(send("HEAD", type.uri()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/json",
                "application/json, text/html;q=0.9 | application/json",
                "application/problem+json | application/json",
                "text/html;q=0.5, application/json;q=0.4 | text/html; charset=utf-8",
                "image/png | application/json",
                ";;q=x,,/,a/b/c;q=9=9, text/html | text/html; charset=utf-8",
                "q=; | application/json"
            })
    void describesProblemsAsTheClientPrefers(String accept, String mediaType) {
        var answer = send("GET", "/problems/busy", "Accept", accept);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "content-type")).isEqualTo(mediaType);
    }

    @Test
    void listsTheProblems() {
        assertThat(new JsonObject(send("GET", "/problems").body()).getJsonArray("problems"))
                .hasSize(ProblemType.values().length);
        var links = java.util.regex.Pattern.compile("href=\"([^\"]+)\"")
                .matcher(send("GET", "/problems", "Accept", "text/html").body())
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).hasSize(ProblemType.values().length).allSatisfy(link -> assertThat(
                        send("GET", "/" + link).statusCode())
                .isEqualTo(200));
        assertThat(send("GET", "/problems/nothing").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/problems/busy").statusCode()).isEqualTo(405);
    }

    @Test
    void servesTheContractAsItIs() throws Exception {
        var published = Files.readString(Path.of("openapi.yaml"));
        assertThat(send("GET", "/openapi.yaml").body()).isEqualTo(published);
        assertThat(new ObjectMapper().readTree(send("GET", "/openapi.json").body()))
                .isEqualTo(new ObjectMapper(new YAMLFactory()).readTree(published));
    }

    /** The reference page sends the example of a parameter unless the reader deletes it. */
    @Test
    void theReferenceFillsInNoFilterAndNoCursor() throws Exception {
        var contract = new ObjectMapper().readTree(send("GET", "/openapi.json").body());
        var filled = new ArrayList<String>();
        contract.findValues("parameters")
                .forEach(parameters -> parameters.forEach(listed -> {
                    var parameter = resolved(contract, listed);
                    var schema = resolved(contract, parameter.path("schema"));
                    if (!parameter.path("required").asBoolean()
                            && (parameter.has("example") || schema.has("example"))
                            && !parameter.path("example").equals(schema.path("default"))) {
                        filled.add(parameter.path("name").asText());
                    }
                }));
        assertThat(filled).isEmpty();
    }

    private static JsonNode resolved(JsonNode contract, JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
    }

    @Test
    void theReferenceIsFoundWithASlashBehindIt() {
        var moved = send("GET", "/docs/");
        assertThat(moved.statusCode()).isEqualTo(308);
        assertThat(header(moved, "location")).isEqualTo("../docs");
        assertThat(header(moved, "date")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/, 5", "/docs, 5", "/board/jazz, 6"})
    void thePageNamesOnlyWhatIsServed(String path, int many) {
        var html = send("GET", path).body();
        assertThat(html).doesNotContain("//", "<style", "style=", "onload");
        var links = java.util.regex.Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(html)
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).hasSize(many).allSatisfy(link -> assertThat(
                        send("GET", URI.create(path).resolve(link).getPath()).statusCode())
                .isEqualTo(200));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/board?event=jazz | board/jazz",
                "/board | .",
                "/board?event= | .",
                "/board?event=//evil.example | .",
                "/board?event=a%0d%0ab | .",
                "/board?event=%c3%a4 | ."
            })
    void formLeadsToTheBoard(String path, String location) {
        var moved = send("GET", path);
        assertThat(moved.statusCode()).isEqualTo(308);
        assertThat(header(moved, "location")).isEqualTo(location);
        assertThat(send("HEAD", path).statusCode()).isEqualTo(308);
    }

    @Test
    void onlyTheHomePageHasAForm() {
        assertThat(header(send("GET", "/"), "content-security-policy")).contains("form-action 'self'");
        assertThat(header(send("GET", "/board/jazz"), "content-security-policy"))
                .contains("form-action 'none'");
    }

    @Test
    void namedOriginsMayEmbedTheBoardAlone() {
        try (var api = new ApiFixture(vertx -> new EdgeOptions(
                Optional.empty(),
                List.of("https://tickets.example.com", "http://localhost:3000"),
                Optional.empty(),
                address -> false,
                EdgeListener.NONE))) {
            var board = api.sendUnchecked(api.request("/board/jazz")).headers();
            assertThat(board.firstValue("content-security-policy").orElseThrow())
                    .endsWith("frame-ancestors https://tickets.example.com http://localhost:3000")
                    .contains("default-src 'none'", "form-action 'none'");
            assertThat(board.firstValue("x-frame-options")).isEmpty();
            for (var other : List.of("/", "/docs", "/board.mjs")) {
                var headers = api.sendUnchecked(api.request(other)).headers();
                assertThat(headers.firstValue("x-frame-options")).contains("DENY");
                assertThat(headers.firstValue("content-security-policy").orElseThrow())
                        .endsWith("frame-ancestors 'none'");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/board/-jazz",
                "/board/jazz!",
                "/board/jazz/more",
                "/board/",
                "/board-test.mjs",
                "/board.html",
                "/docs/index.html",
                "/docs/webjar.properties",
                "/docs/swagger-ui-bundle.js",
                "/docs/nothing",
                "/docsx",
                "/openapi",
                "/logback.xml",
                "/META-INF/MANIFEST.MF"
            })
    void servesNothingElse(String path) {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void isOnlyRead(String method) {
        for (var path : List.of("/docs", "/board", "/board/jazz")) {
            var refused = send(method, path);
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(header(refused, "allow")).isEqualTo("GET, HEAD");
        }
    }

    private static HttpResponse<String> send(String method, String path, String... headers) {
        var request = API.request(path).method(method, BodyPublishers.noBody());
        return API.sendUnchecked(headers.length == 0 ? request : request.headers(headers));
    }
}
