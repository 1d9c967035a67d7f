package dev.usher.http.roster;

import dev.usher.bus.ServiceBus;
import dev.usher.contract.ValidationError;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.request.AcceptHeader;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.Problem;
import dev.usher.http.response.Response;
import dev.usher.http.sse.StreamQuota;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.service.Outcome;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Downloads of rosters on one event loop, to which it belongs. */
public final class RosterDownloads {
    /** Limit of downloads on an event loop: each keeps a page in memory, and reads one after the other. */
    public static final int MAX = 16;

    private static final CharSequence MEDIA_TYPE = HttpHeaders.createOptimized(AcceptHeader.CSV + "; charset=utf-8");
    private static final CharSequence DISPOSITION = HttpHeaders.createOptimized("content-disposition");
    private static final String STATUS = "status";

    private final ServiceBus bus;
    private final StreamQuota quota;
    private final Set<RosterDownload> open = new HashSet<>();

    public RosterDownloads(ServiceBus bus, StreamQuota quota) {
        this.bus = bus;
        this.quota = quota;
    }

    /** Opens a download; ends with the caller's token. */
    public Future<? extends Response> open(ValidatedRequest request) {
        var query = request.http().params();
        var paging = Stream.of("limit", "cursor").filter(query::contains).map(RosterDownloads::notForCsv);
        var wrong = paging.toList();
        if (!wrong.isEmpty()) {
            return Future.succeededFuture(JsonResponse.problem(Problem.invalid(wrong)));
        }
        var eventId = request.text("eventId");
        if (request.http().method() == HttpMethod.HEAD) {
            return bus.ask(new GetEvent(eventId), request.deadline())
                    .map((Outcome<Event> outcome) -> outcome.<Response>fold(
                            event -> Response.ofHeaders(response -> headers(response, eventId)),
                            JsonResponse::refused));
        }
        var caller = quota.caller(request);
        var full = quota.acquire(caller);
        if (full.isPresent()) {
            return Future.succeededFuture(JsonResponse.problem(full.get()));
        }
        var parts = query.contains(STATUS) ? List.of(Status.of(request.text(STATUS))) : List.of(Status.values());
        var self = new RosterDownload[1];
        var download = new RosterDownload(bus, eventId, parts, request.caller(), () -> end(self[0], caller));
        self[0] = download;
        open.add(download);
        return download.begin(request.deadline())
                .map(outcome -> outcome.<Response>fold(page -> download, refused -> {
                    end(download, caller);
                    return JsonResponse.refused(refused);
                }))
                .onFailure(failure -> end(download, caller));
    }

    private static ValidationError notForCsv(String parameter) {
        return new ValidationError(ValidationError.In.QUERY, parameter, "does not apply to " + AcceptHeader.CSV);
    }

    private void end(RosterDownload download, String caller) {
        if (open.remove(download)) {
            quota.release(caller);
        }
    }

    static HttpServerResponse headers(HttpServerResponse response, String eventId) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(DISPOSITION, "attachment; filename=\"registrations-" + eventId + ".csv\"");
    }

    /** Refuses further downloads. */
    public void close() {
        quota.close();
    }

    /** Aborts the open downloads: before the connections are closed in a way that looks like the end of a response. */
    public void abort() {
        List.copyOf(open).forEach(RosterDownload::abort);
    }
}
