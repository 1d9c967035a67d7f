package dev.usher.http.operation;

import dev.usher.bus.ServiceBus;
import dev.usher.events.CreateEvent;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.events.PurgeEvent;
import dev.usher.http.access.ValidatedRequest;
import dev.usher.http.calendar.EventCalendar;
import dev.usher.http.request.AcceptHeader;
import dev.usher.http.response.ETag;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.ResourceJson;
import dev.usher.http.response.Response;
import dev.usher.http.sse.SseSubscriber;
import dev.usher.http.sse.SseSubscribers;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.Outcome;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** Answers the requests about events. Belongs to one event loop. */
final class EventEndpoints {
    private final ServiceBus bus;
    private final SseSubscribers streams;

    EventEndpoints(ServiceBus bus, SseSubscribers streams) {
        this.bus = bus;
        this.streams = streams;
    }

    Future<JsonResponse> createEvent(ValidatedRequest request) {
        var body = request.body();
        var create = new CreateEvent(
                request.newId("eventId"),
                EventRequestMapper.terms(body),
                request.key(),
                request.caller().userId().orElse(null));
        return Endpoints.ask(bus, create, request.deadline(), made -> JsonResponse.created(
                        made.repeated(),
                        ResourceJson.event(made.row(), true),
                        "events/" + made.row().eventId())
                .tagged(ETag.of(made.row(), true)));
    }

    Future<JsonResponse> getEvent(ValidatedRequest request) {
        var find = new GetEvent(request.text("eventId"));
        var known = request.text("If-None-Match");
        boolean calendar = AcceptHeader.prefers(request.http(), AcceptHeader.CALENDAR, AcceptHeader.JSON);
        return Endpoints.ask(bus, find, request.deadline(), event -> {
            if (calendar && !EventCalendar.contains(event)) {
                return JsonResponse.problem(ProblemType.CALENDAR_ENTRY_NOT_FOUND);
            }
            var tag = calendar
                    ? ETag.ofCalendar(event)
                    : ETag.of(event, request.caller().runs(event.owner()));
            if (ETag.matches(known, tag)) {
                return JsonResponse.notModified().tagged(tag);
            }
            return calendar ? JsonResponse.calendar(EventCalendar.of(event)).tagged(tag) : shown(request, event);
        });
    }

    Future<? extends Response> watchEvent(ValidatedRequest request) {
        boolean paged = AcceptHeader.prefers(request.http(), AcceptHeader.JSON, AcceptHeader.EVENT_STREAM);
        if (!paged && request.http().method() == HttpMethod.HEAD) {
            return bus.ask(new GetEvent(request.text("eventId")), request.deadline())
                    .map((Outcome<Event> outcome) ->
                            outcome.<Response>fold(event -> SseSubscriber.HEADERS, JsonResponse::refused));
        }
        return paged ? streams.page(request) : streams.open(request);
    }

    Future<JsonResponse> updateEvent(ValidatedRequest request) {
        var update = new UpdateEvent(
                request.text("eventId"),
                EventRequestMapper.amendment(request.body()),
                request.body().getString("owner"),
                // The contract accepts no status but "scheduled".
                request.body().containsKey("status"),
                request.caller().userId().orElse(null),
                ETag.condition(request.text("If-Match")),
                request.deadline());
        return Endpoints.ask(bus, update, request.deadline(), event -> shown(request, event));
    }

    Future<JsonResponse> cancelEvent(ValidatedRequest request) {
        var eventId = request.text("eventId");
        var condition = ETag.condition(request.text("If-Match"));
        if (request.flag("purge")) {
            var purge = new PurgeEvent(eventId, condition, request.deadline());
            return Endpoints.ask(bus, purge, request.deadline(), event -> shown(request, event));
        }
        var by = request.caller().userId().orElse(null);
        var cancel = new CancelEvent(eventId, by, condition, request.deadline());
        return Endpoints.ask(bus, cancel, request.deadline(), event -> shown(request, event));
    }

    private static JsonResponse shown(ValidatedRequest request, Event event) {
        boolean whole = request.caller().runs(event.owner());
        return JsonResponse.ok(ResourceJson.event(event, whole)).tagged(ETag.of(event, whole));
    }
}
