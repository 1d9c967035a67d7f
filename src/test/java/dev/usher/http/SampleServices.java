package dev.usher.http;

import dev.usher.events.CreateEvent;
import dev.usher.events.Event;
import dev.usher.events.EventDetails;
import dev.usher.events.EventField;
import dev.usher.events.GetEvent;
import dev.usher.events.InvalidField;
import dev.usher.events.ListEvents;
import dev.usher.events.PurgeEvent;
import dev.usher.registrations.GetRegistration;
import dev.usher.registrations.ListRegistrations;
import dev.usher.registrations.ListUserEvents;
import dev.usher.registrations.RegisterResult;
import dev.usher.registrations.RegisterUsers;
import dev.usher.registrations.RosterEntry;
import dev.usher.registrations.UserRegistration;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.Unregistered;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.CreateResult;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import dev.usher.service.RefusalReason;
import dev.usher.service.Request;
import dev.usher.service.Timestamp;
import dev.usher.users.CreateUser;
import dev.usher.users.GetUser;
import dev.usher.users.User;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Fake services whose results follow from the ids in a request. Thread-safe. */
final class SampleServices {
    static final Timestamp NOW = new Timestamp("2026-11-22T09:30:00.123Z");
    static final Instant START = Instant.parse("2027-03-01T19:00:00Z");
    static final Instant OPENS = Instant.parse("2099-01-01T00:00:00Z");

    private final ApiFixture api;
    private final AtomicReference<Object> asked = new AtomicReference<>();

    SampleServices(ApiFixture api) {
        this.api = api;
        serve(
                CreateUser.class,
                q -> Outcome.done(new CreateResult<>(new User(id(q.userId()), q.name(), NOW, null), false)));
        serve(GetUser.class, q -> Outcome.done(new User(q.userId(), "Ada", NOW, null)));
        serve(CreateEvent.class, q -> {
            var event =
                    new Event(id(q.eventId()), q.terms(), Event.Status.SCHEDULED, Event.Counts.NEW, NOW, null, null);
            return Outcome.done(new CreateResult<>(event, q.requestKey() != null));
        });
        serve(
                GetEvent.class,
                q -> q.eventId().equals("none")
                        ? Outcome.refused(RefusalReason.EVENT_NOT_FOUND)
                        : Outcome.done(event(q.eventId())));
        serve(ListEvents.class, q -> Outcome.done(new Page<>(List.of(event("a"), event("b")), "none.b")));
        serve(UpdateEvent.class, SampleServices::updated);
        serve(CancelEvent.class, q -> Outcome.done(cancelled(q.eventId())));
        serve(PurgeEvent.class, q -> Outcome.done(event(q.eventId())));
        serve(
                ListUserEvents.class,
                q -> Outcome.done(
                        q.userId().equals("many")
                                ? new Page<>(List.of(userRegistration("fixed", q.userId(), 0)), "fixed")
                                : new Page<>(List.of(userRegistration("a", q.userId(), 3)), null)));
        serve(
                ListRegistrations.class,
                q -> Outcome.done(new Page<>(
                        List.of(new RosterEntry(view(q.eventId(), "ada", 1), "Ada")),
                        q.after() == null ? "17" : null)));
        serve(GetRegistration.class, q -> Outcome.done(view(q.eventId(), q.userId(), 3)));
        serve(
                RegisterUsers.class,
                q -> Outcome.done(q.users().stream()
                        .map(user -> new RegisterResult(user.userId(), result(user)))
                        .toList()));
        serve(Register.class, SampleServices::registered);
        serve(
                ConfirmSeat.class,
                q -> q.userId().equals("eve")
                        ? Outcome.refused(RefusalReason.NO_SEAT_YET)
                        : Outcome.done(view(q.eventId(), q.userId(), 0)));
        serve(
                InviteGuest.class,
                q -> q.eventId().equals("huge")
                        ? Outcome.refused(RefusalReason.CAPACITY_AT_MAXIMUM)
                        : Outcome.done(view(q.eventId(), q.userId(), 0)));
        serve(Unregister.class, q -> Outcome.done(new Unregistered(q.eventId(), q.userId(), "grace")));
    }

    /** The last request to a service. */
    Object asked() {
        return asked.get();
    }

    private <A, Q extends Request<A>> void serve(Class<Q> type, Function<Q, Outcome<A>> service) {
        api.serve(type, q -> {
            asked.set(q);
            return Future.succeededFuture(service.apply(q));
        });
    }

    private static Outcome<Event> updated(UpdateEvent q) {
        if ("unknown".equals(q.owner())) {
            return Outcome.refused(RefusalReason.USER_NOT_FOUND);
        }
        return q.eventId().equals("backwards")
                ? Outcome.refused(
                        RefusalReason.INVALID_DETAILS,
                        new InvalidField("registrationClosesAt", "must be later than registrationOpensAt"))
                : Outcome.done(event(q.eventId()));
    }

    private static Outcome<RegistrationView> registered(Register q) {
        return switch (q.eventId()) {
            case "soon" -> Outcome.refused(RefusalReason.REGISTRATION_NOT_OPEN, OPENS);
            case "taken" -> Outcome.refused(RefusalReason.ALREADY_REGISTERED, view(q.eventId(), q.userId(), 4));
            default -> Outcome.done(view(q.eventId(), q.userId(), 0));
        };
    }

    /** A waitlist entry for bob, a refusal for ada, and an error for all others. */
    private static Optional<Outcome<RegistrationView>> result(Register user) {
        return switch (user.userId()) {
            case "bob" -> Optional.of(Outcome.done(view(user.eventId(), "bob", 3)));
            case "ada" -> Optional.of(Outcome.refused(RefusalReason.USER_NOT_FOUND));
            default -> Optional.empty();
        };
    }

    private static String id(String given) {
        return given == null ? "made" : given;
    }

    static Event event(String eventId) {
        var details = new EventDetails("Jazz", 5, true);
        return new Event(
                eventId,
                eventId.equals("fixed") ? details.with(EventField.STARTS_AT, START) : details,
                Event.Status.SCHEDULED,
                new Event.Counts(5, 2, 9, 7, 12),
                NOW,
                null,
                null);
    }

    private static Event cancelled(String eventId) {
        var event = event(eventId);
        return event.amended(event.terms(), Event.Status.CANCELLED, event.version());
    }

    private static UserRegistration userRegistration(String eventId, String userId, int position) {
        return new UserRegistration(event(eventId), view(eventId, userId, position));
    }

    private static RegistrationView view(String eventId, String userId, int position) {
        var status = position > 0 ? Registration.Status.WAITLISTED : Registration.Status.REGISTERED;
        return new RegistrationView(
                new Registration(eventId, userId, status, NOW, 4L, null, null, 12L, null), position);
    }
}
