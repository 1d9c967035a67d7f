package dev.usher.http.docs;

import dev.usher.http.response.ProblemAdvice;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.ResourceJson;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Description of one problem type, or the list of all: a page for people, JSON for programs. Clients that prefer
 * neither receive JSON. Immutable, shared by all event loops.
 */
record ProblemPage(String path, StaticResource html, StaticResource json) implements Handler<RoutingContext> {
    private static final String ALL = "/problems";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
              </head>
              <body>
            """;
    private static final String END = "  </body>\n</html>\n";

    /** Returns a page for each type, and the list. */
    static List<ProblemPage> all() {
        var types = Arrays.asList(ProblemType.values());
        var links = types.stream()
                .map(type -> "      <li>%d <a href=\"problems/%s\">%s</a></li>%n"
                        .formatted(type.status(), type.code(), type.title()))
                .collect(Collectors.joining("", "    <h1>Problems</h1>\n    <ul>\n", "    </ul>\n"));
        var list = ResourceJson.object(
                json -> ResourceJson.objects(json, "problems", types, type -> ResourceJson.members(json, type)));
        return Stream.concat(
                        Stream.of(of(ALL, HEAD.formatted("Problems") + links + END, list)),
                        types.stream().map(ProblemPage::of))
                .toList();
    }

    private static ProblemPage of(ProblemType type) {
        var html = HEAD.formatted(type.title())
                + """
                    <h1>%s</h1>
                    <p>Status %d, code <code>%s</code></p>
                    <p>%s</p>
                    <h2>What a client can do</h2>
                    <p>%s</p>
                    <p><a href="../problems">All problems</a></p>
                """
                        .formatted(
                                type.title(),
                                type.status(),
                                type.code(),
                                type.detail(),
                                ProblemAdvice.of(type).replace("\"", "&quot;"))
                + END;
        return of(type.uri(), html, ResourceJson.object(json -> ResourceJson.members(json, type)));
    }

    private static ProblemPage of(String path, String html, Buffer json) {
        return new ProblemPage(
                path,
                StaticResource.of(path, HTML, Buffer.buffer(html).getBytes()),
                StaticResource.of(path, JSON, json.getBytes()));
    }

    @Override
    public void handle(RoutingContext ctx) {
        ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        (prefersHtml(ctx) ? html : json).handle(ctx);
    }

    /** Returns whether HTML is the first of the two media types in the header, which is sorted by weight. */
    private static boolean prefersHtml(RoutingContext ctx) {
        for (var accepted : ctx.parsedHeaders().accept()) {
            if (accepted.subComponent().equals("json")) {
                return false;
            }
            if (accepted.subComponent().equals("html")) {
                return true;
            }
        }
        return false;
    }
}
