package dev.usher.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.usher.access.Caller;
import dev.usher.access.Scope;
import dev.usher.bus.Page;
import dev.usher.contract.Cursor;
import dev.usher.contract.Place;
import dev.usher.events.Event;
import dev.usher.events.Terms;
import dev.usher.live.ChangesPage;
import dev.usher.registrations.Standing;
import dev.usher.registrations.Unregistered;
import dev.usher.registrations.UserEvent;
import dev.usher.users.User;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;

/** Writes resources and problems as JSON, straight into bytes. Stateless. */
final class Representations {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final int USUAL_SIZE = 512;

    private Representations() {}

    /** Writes the members of an object. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** @param exists whether the caller's user exists */
    static Buffer caller(Caller caller, boolean exists) {
        return object(json -> {
            if (caller.userId().isPresent()) {
                json.writeStringField("userId", caller.userId().get());
            }
            json.writeBooleanField("userExists", exists);
            json.writeArrayFieldStart("scopes");
            for (var scope : Scope.values()) {
                if (caller.has(scope)) {
                    json.writeString(scope.text());
                }
            }
            json.writeEndArray();
        });
    }

    static Buffer user(User user) {
        return object(json -> {
            json.writeStringField("userId", user.userId());
            json.writeStringField("name", user.name());
            json.writeStringField("createdAt", user.createdAt().text());
        });
    }

    /** @param whole whether the owner is included */
    static Buffer event(Event event, boolean whole) {
        return object(json -> members(json, event, whole));
    }

    /** @param whole whether the owner of an event is included */
    static Buffer events(Page<Event> page, Predicate<Event> whole) {
        return object(json -> {
            json.writeArrayFieldStart("events");
            for (var event : page.items()) {
                json.writeStartObject();
                members(json, event, whole.test(event));
                json.writeEndObject();
            }
            json.writeEndArray();
            next(json, page);
        });
    }

    static Buffer userEvents(Page<UserEvent> page) {
        return object(json -> {
            json.writeArrayFieldStart("events");
            for (var item : page.items()) {
                json.writeStartObject();
                json.writeStringField("eventId", item.event().eventId());
                json.writeStringField("name", item.event().name());
                place(json, item.standing());
                json.writeStringField("eventStatus", item.event().status().text());
                optional(json, "startsAt", item.event().terms().startsAt());
                json.writeEndObject();
            }
            json.writeEndArray();
            next(json, page);
        });
    }

    /** @param whole whether user ids are included, also of callers that made a change for another user */
    static Buffer changes(ChangesPage page, boolean whole) {
        return object(json -> {
            json.writeArrayFieldStart("changes");
            for (var message : page.messages()) {
                json.writeStartObject();
                EventMessages.members(json, message, whole);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("version", page.event().version());
        });
    }

    static Buffer registrations(Page<Standing> page) {
        return object(json -> {
            json.writeArrayFieldStart("registrations");
            for (var standing : page.items()) {
                json.writeStartObject();
                members(json, standing);
                json.writeEndObject();
            }
            json.writeEndArray();
            next(json, page);
        });
    }

    static Buffer registration(Standing standing) {
        return object(json -> members(json, standing));
    }

    /** @param whole whether the promoted user is included */
    static Buffer unregistered(Unregistered unregistered, boolean whole) {
        return object(json -> {
            json.writeStringField("eventId", unregistered.eventId());
            json.writeStringField("userId", unregistered.userId());
            if (whole && unregistered.promoted() != null) {
                json.writeStringField("promoted", unregistered.promoted());
            }
        });
    }

    static Buffer problem(Problem problem) {
        return object(json -> {
            json.writeStringField("type", problem.type().uri());
            json.writeStringField("title", problem.type().title());
            json.writeNumberField("status", problem.type().status());
            json.writeStringField("detail", problem.detail());
            if (!problem.places().isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (var place : problem.places()) {
                    members(json, place);
                }
                json.writeEndArray();
            }
            optional(json, "opensAt", problem.opensAt());
            if (problem.standing() != null) {
                json.writeObjectFieldStart("registration");
                members(json, problem.standing());
                json.writeEndObject();
            }
            if (problem.event() != null) {
                json.writeFieldName("event");
                json.writeRawValue(problem.event().toString());
            }
        });
    }

    /** Writes the description of a problem type, for {@code /problems}. */
    static void members(JsonGenerator json, ProblemType type) throws IOException {
        json.writeStringField("type", type.uri());
        json.writeStringField("code", type.code());
        json.writeStringField("title", type.title());
        json.writeNumberField("status", type.status());
        json.writeStringField("description", type.detail());
        json.writeStringField("advice", ProblemAdvice.of(type));
    }

    static void members(JsonGenerator json, Event event, boolean whole) throws IOException {
        json.writeStringField("eventId", event.eventId());
        if (whole) {
            optional(json, "owner", event.owner());
        }
        members(json, event.terms());
        json.writeStringField("status", event.status().text());
        json.writeNumberField("currentRegistrations", event.counts().currentRegistrations());
        json.writeNumberField("waitlistCount", event.counts().waitlistCount());
        json.writeStringField("createdAt", event.createdAt().text());
        json.writeNumberField("version", event.version());
    }

    static void members(JsonGenerator json, Terms terms) throws IOException {
        json.writeStringField("name", terms.name());
        optional(json, "description", terms.description());
        optional(json, "location", terms.location());
        optional(json, "startsAt", terms.startsAt());
        optional(json, "registrationOpensAt", terms.registrationOpensAt());
        optional(json, "registrationClosesAt", terms.registrationClosesAt());
        json.writeNumberField("capacity", terms.capacity());
        json.writeBooleanField("hasWaitlist", terms.hasWaitlist());
        if (terms.waitlistCapacity() != null) {
            json.writeNumberField("waitlistCapacity", terms.waitlistCapacity());
        }
    }

    private static void optional(JsonGenerator json, String name, Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    private static void members(JsonGenerator json, Standing standing) throws IOException {
        json.writeStringField("eventId", standing.registration().eventId());
        json.writeStringField("userId", standing.registration().userId());
        place(json, standing);
    }

    private static void place(JsonGenerator json, Standing standing) throws IOException {
        json.writeStringField("status", standing.registration().status().text());
        json.writeStringField(
                "registeredAt", standing.registration().registeredAt().text());
        if (standing.position() > 0) {
            json.writeNumberField("waitlistPosition", standing.position());
            json.writeNumberField("waitlistTicket", standing.registration().ticket());
        }
    }

    private static void members(JsonGenerator json, Place place) throws IOException {
        json.writeStartObject();
        json.writeStringField("in", place.in().text());
        if (place.name() != null) {
            json.writeStringField(place.in() == Place.In.BODY ? "pointer" : "name", place.name());
        }
        json.writeStringField("message", place.message());
        json.writeEndObject();
    }

    private static void next(JsonGenerator json, Page<?> page) throws IOException {
        if (page.next() != null) {
            json.writeStringField("nextCursor", Cursor.encode(page.next()));
        }
    }

    static Buffer object(Content content) {
        var bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (var json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
