package dev.usher.http.response;

import static dev.usher.events.EventField.STARTS_AT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.contract.PageCursor;
import dev.usher.contract.ValidationError;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.feed.ChangesPage;
import dev.usher.registrations.RegisterResult;
import dev.usher.registrations.RosterEntry;
import dev.usher.registrations.UserRegistration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregistered;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.users.Erasure;
import dev.usher.users.User;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/** Writes resources and problems as JSON, straight into bytes. Stateless. */
public final class ResourceJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final int DEFAULT_SIZE = 512;

    private ResourceJson() {}

    /** Writes the members of an object. */
    public interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes the members of the object for one item of a list. */
    public interface ItemContent<T> {
        void write(T item) throws IOException;
    }

    /** @param exists whether the caller's user exists */
    public static Buffer caller(Caller caller, boolean exists) {
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

    public static Buffer user(User user) {
        return object(json -> {
            json.writeStringField("userId", user.userId());
            json.writeStringField("name", user.name());
            json.writeStringField("createdAt", user.createdAt().text());
        });
    }

    public static Buffer erasure(Erasure erasure) {
        return object(json -> {
            json.writeStringField("userId", erasure.userId());
            json.writeStringField("status", erasure.complete() ? "erased" : "erasing");
            json.writeStringField("erasedAt", erasure.erasedAt().text());
        });
    }

    /** @param whole whether the owner is included */
    public static Buffer event(Event event, boolean whole) {
        return object(json -> members(json, event, whole));
    }

    /** @param whole whether the owner of an event is included */
    public static Buffer events(Page<Event> page, Predicate<Event> whole) {
        return object(json -> {
            objects(json, "events", page.items(), event -> members(json, event, whole.test(event)));
            next(json, page);
        });
    }

    public static Buffer userEvents(Page<UserRegistration> page) {
        return object(json -> {
            objects(json, "events", page.items(), item -> {
                json.writeStringField("eventId", item.event().eventId());
                json.writeStringField("name", item.event().name());
                state(json, item.view());
                json.writeStringField("eventStatus", item.event().status().text());
                optional(json, STARTS_AT.name(), item.event().terms().get(STARTS_AT));
            });
            next(json, page);
        });
    }

    /** @param whole whether user ids are included, also of callers that made a change for another user */
    public static Buffer changes(ChangesPage page, boolean whole) {
        return object(json -> {
            objects(json, "changes", page.messages(), message -> EventMessages.members(json, message, whole));
            json.writeNumberField("version", page.event().version());
        });
    }

    public static Buffer registrations(Page<RosterEntry> page) {
        return object(json -> {
            objects(json, "registrations", page.items(), entry -> {
                members(json, entry.view());
                optional(json, "name", entry.name());
            });
            next(json, page);
        });
    }

    public static Buffer registered(List<RegisterResult> results) {
        return object(json -> objects(json, "results", results, result -> {
            json.writeStringField("userId", result.userId());
            if (result.outcome().orElse(null) instanceof Outcome.Done<RegistrationView> done) {
                json.writeObjectFieldStart("registration");
                receipt(json, done.answer());
            } else {
                json.writeObjectFieldStart("problem");
                members(json, Problem.of(result));
            }
            json.writeEndObject();
        }));
    }

    public static Buffer registration(RegistrationView view) {
        return object(json -> receipt(json, view));
    }

    /** @param whole whether the promoted user is included */
    public static Buffer unregistered(Unregistered unregistered, boolean whole) {
        return object(json -> {
            json.writeStringField("eventId", unregistered.eventId());
            json.writeStringField("userId", unregistered.userId());
            if (whole && unregistered.promoted() != null) {
                json.writeStringField("promoted", unregistered.promoted());
            }
        });
    }

    static Buffer problem(Problem problem) {
        return object(json -> members(json, problem));
    }

    private static void members(JsonGenerator json, Problem problem) throws IOException {
        json.writeStringField("type", problem.type().uri());
        json.writeStringField("title", problem.type().title());
        json.writeNumberField("status", problem.type().status());
        json.writeStringField("detail", problem.detail());
        if (!problem.errors().isEmpty()) {
            objects(json, "errors", problem.errors(), error -> members(json, error));
        }
        optional(json, "opensAt", problem.opensAt());
        if (problem.view() != null) {
            json.writeObjectFieldStart("registration");
            receipt(json, problem.view());
            json.writeEndObject();
        }
        if (problem.event() != null) {
            json.writeFieldName("event");
            json.writeRawValue(problem.event().toString());
        }
    }

    /** Writes the description of a problem type, for {@code /problems}. */
    public static void members(JsonGenerator json, ProblemType type) throws IOException {
        json.writeStringField("type", type.uri());
        json.writeStringField("code", type.code());
        json.writeStringField("title", type.title());
        json.writeNumberField("status", type.status());
        json.writeStringField("description", type.detail());
        json.writeStringField("advice", ProblemAdvice.of(type));
    }

    public static void members(JsonGenerator json, Event event, boolean whole) throws IOException {
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

    public static void members(JsonGenerator json, EventDetails terms) throws IOException {
        json.writeStringField("name", terms.name());
        json.writeNumberField("capacity", terms.capacity());
        json.writeBooleanField("hasWaitlist", terms.hasWaitlist());
        for (var field : EventField.all()) {
            optional(json, field.name(), terms.get(field));
        }
    }

    static void optional(JsonGenerator json, String name, Object value) throws IOException {
        if (value instanceof Integer number) {
            json.writeNumberField(name, number);
        } else if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    /** Writes a registration with the version of the feed that contains it. */
    private static void receipt(JsonGenerator json, RegistrationView view) throws IOException {
        members(json, view);
        if (view.registration().version() != null) {
            json.writeNumberField("version", view.registration().version());
        }
    }

    private static void members(JsonGenerator json, RegistrationView view) throws IOException {
        json.writeStringField("eventId", view.registration().eventId());
        json.writeStringField("userId", view.registration().userId());
        state(json, view);
    }

    private static void state(JsonGenerator json, RegistrationView view) throws IOException {
        json.writeStringField("status", view.registration().status().text());
        json.writeStringField("registeredAt", view.registration().registeredAt().text());
        if (view.position() > 0) {
            json.writeNumberField("waitlistPosition", view.position());
        }
        if (view.registration().ticket() != null) {
            json.writeNumberField("waitlistTicket", view.registration().ticket());
        }
        optional(json, "confirmBy", view.registration().confirmBy());
    }

    private static void members(JsonGenerator json, ValidationError error) throws IOException {
        json.writeStringField("in", error.in().text());
        if (error.name() != null) {
            json.writeStringField(error.in() == ValidationError.In.BODY ? "pointer" : "name", error.name());
        }
        json.writeStringField("message", error.message());
    }

    private static void next(JsonGenerator json, Page<?> page) throws IOException {
        if (page.next() != null) {
            json.writeStringField("nextCursor", PageCursor.encode(page.next()));
        }
    }

    /** Writes a member that is a list of objects. */
    public static <T> void objects(JsonGenerator json, String name, Iterable<T> items, ItemContent<T> content)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (var item : items) {
            json.writeStartObject();
            content.write(item);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    public static Buffer object(Content content) {
        var bytes = new ByteArrayOutputStream(DEFAULT_SIZE);
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
