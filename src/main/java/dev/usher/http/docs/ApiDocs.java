package dev.usher.http.docs;

import dev.usher.contract.Contract;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/**
 * Pages for people: the contract, a page that shows it, pages of problems, and boards of events. A closed list that is
 * read from the jar once; no part of a request ever names a file. Immutable, shared by all event loops.
 */
public record ApiDocs(List<StaticResource> pages, List<ProblemPage> problems, EventBoard board) {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String OWN = "docs/";
    private static final String BOARD = "board/";
    /** Modules of the board, which load each other by name. */
    private static final List<String> MODULES =
            List.of("board.mjs", "board-check.mjs", "board-feed.mjs", "board-view.mjs", "board-words.mjs");

    /** Path of the reference page with a trailing slash, from which {@link #UP} leads to the page. */
    public static final String FOLDER = "/docs/";

    public static final String UP = "../docs";

    /** Reads the pages off the event loop. Fails when a file is missing from the jar. */
    static Future<ApiDocs> load(Vertx vertx) {
        return vertx.executeBlocking(ApiDocs::read);
    }

    /** Returns the methods of every page, for the Allow header. */
    public static String methods() {
        return HttpMethod.GET + ", " + HttpMethod.HEAD;
    }

    /** @param origins of the pages that may embed a board */
    public void serveOn(Router router, Collection<String> origins) {
        board.serveOn(router, origins);
        pages.forEach(page -> serve(router, page.path(), page));
        problems.forEach(page -> serve(router, page.path(), page));
    }

    private static void serve(Router router, String path, Handler<RoutingContext> page) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(page);
    }

    public boolean has(String path) {
        return board.has(path)
                || pages.stream().anyMatch(page -> page.path().equals(path))
                || problems.stream().anyMatch(page -> page.path().equals(path));
    }

    private static ApiDocs read() throws IOException {
        var names = new Properties();
        names.load(new StringReader(new String(resource(OWN + "webjar.properties"), StandardCharsets.UTF_8)));
        var library = names.getProperty("swagger-ui");
        var pages = new ArrayList<>(List.of(
                StaticResource.of("/", HTML, resource(OWN + "home.html")).with(ContentPolicy.FORM),
                StaticResource.of("/openapi.yaml", "application/yaml", resource(Contract.RESOURCE)),
                StaticResource.of("/openapi.json", "application/json", json()),
                StaticResource.of("/docs", HTML, resource(OWN + "index.html")),
                StaticResource.of("/docs/reference.js", SCRIPT, resource(OWN + "reference.js")),
                StaticResource.of("/docs/swagger-ui.js", SCRIPT, resource(library + "swagger-ui-bundle.js")),
                StaticResource.of("/docs/swagger-ui.css", STYLE, resource(library + "swagger-ui.css")),
                StaticResource.of("/docs/icon.png", "image/png", resource(library + "favicon-32x32.png")),
                StaticResource.of("/board.css", STYLE, resource(BOARD + "board.css"))));
        MODULES.forEach(module -> pages.add(StaticResource.of("/" + module, SCRIPT, resource(BOARD + module))));
        var board = StaticResource.of("/board", HTML, resource(BOARD + "board.html"));
        return new ApiDocs(List.copyOf(pages), ProblemPage.all(), new EventBoard(board));
    }

    private static byte[] json() {
        return Json.encodeToBuffer(Contract.read(Contract.RESOURCE)).getBytes();
    }

    private static byte[] resource(String name) {
        try (var stream = ApiDocs.class.getClassLoader().getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
