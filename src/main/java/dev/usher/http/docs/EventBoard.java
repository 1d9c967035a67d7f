package dev.usher.http.docs;

import dev.usher.authz.UserIds;
import dev.usher.http.response.JsonResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;

/**
 * Board of an event: one page for all events, which reads the event's feed in the browser. {@code /board?event=}
 * redirects to it, for a form that works without JavaScript. Immutable, shared by all event loops.
 */
record EventBoard(StaticResource page) {
    private static final String FORM = "/board";
    private static final String BOARDS = FORM + "/";
    private static final String EVENT = "event";
    private static final int NOT_FOUND = 404;
    /** Locations, relative to {@link #FORM}. */
    private static final String HOME = ".";

    private static final String FOLDER = "board/";

    /** @param origins of the pages that may embed the board */
    void serveOn(Router router, Collection<String> origins) {
        var framed = page.with(ContentPolicy.framedBy(origins));
        get(router, FORM).handler(EventBoard::redirect);
        get(router, BOARDS + ":" + EVENT).handler(ctx -> {
            if (UserIds.isValid(ctx.pathParam(EVENT))) {
                framed.handle(ctx);
            } else {
                ctx.fail(NOT_FOUND);
            }
        });
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static void redirect(RoutingContext ctx) {
        var event = ctx.request().getParam(EVENT);
        var location = event != null && UserIds.isValid(event) ? FOLDER + event : HOME;
        JsonResponse.movedTo(location).send(ctx.request());
    }

    boolean has(String path) {
        return path.equals(FORM) || path.startsWith(BOARDS) && UserIds.isValid(path.substring(BOARDS.length()));
    }
}
