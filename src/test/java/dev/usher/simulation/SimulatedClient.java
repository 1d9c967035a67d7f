package dev.usher.simulation;

import dev.usher.events.DetailsCondition;
import dev.usher.events.Event;
import dev.usher.events.EventField;
import dev.usher.events.EventPatch;
import dev.usher.history.Action;
import dev.usher.history.Answer;
import dev.usher.history.Answer.Kind;
import dev.usher.history.OperationKind;
import dev.usher.registrations.model.CancelEvent;
import dev.usher.registrations.model.ConfirmSeat;
import dev.usher.registrations.model.InviteGuest;
import dev.usher.registrations.model.LedgerCommand;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Registration;
import dev.usher.registrations.model.RegistrationView;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RequestKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Sends requests to replicas and records each of them with its answer. */
final class SimulatedClient {
    private final VirtualTime time;
    private final Recorder recorder;
    private final int hangUps;

    /** @param hangUps how many of a hundred requests are given up soon */
    SimulatedClient(VirtualTime time, Recorder recorder, int hangUps) {
        this.time = time;
        this.recorder = recorder;
        this.hangUps = hangUps;
    }

    /** @param key null for none */
    Future<Answer> register(CrashableNode node, String user, String key, Deadline deadline) {
        var register = new Register("e", user, key, null, deadline);
        return ask(
                node,
                OperationKind.REGISTER,
                user,
                RequestKey.stored(key, user),
                register,
                SimulatedClient::registered);
    }

    /** @param key null for none */
    Future<Answer> invite(CrashableNode node, String user, String key, Deadline deadline) {
        var invite = new InviteGuest("e", user, key, null, deadline);
        return ask(node, OperationKind.INVITE, user, invite.storedKey(), invite, SimulatedClient::registered);
    }

    Future<Answer> confirm(CrashableNode node, String user, Deadline deadline) {
        var confirm = new ConfirmSeat("e", user, null, deadline);
        return ask(
                node,
                OperationKind.CONFIRM,
                user,
                null,
                confirm,
                seat -> Answer.confirmed(seat.registration().registeredAt().text()));
    }

    Future<Answer> unregister(CrashableNode node, String user, Deadline deadline) {
        var unregister = new Unregister("e", user, null, deadline);
        return ask(node, OperationKind.UNREGISTER, user, null, unregister, left -> Answer.left(left.promoted()));
    }

    /** @param hasWaitlist null leaves it as it is */
    Future<Answer> resize(
            CrashableNode node,
            int capacity,
            Boolean hasWaitlist,
            Map<EventField<?>, Optional<?>> fields,
            Deadline deadline) {
        var update = new UpdateEvent("e", new EventPatch(null, capacity, hasWaitlist, fields), deadline);
        return ask(node, OperationKind.RESIZE, null, null, capacity, update, event -> shown(Kind.RESIZED, event));
    }

    Future<Answer> cancel(CrashableNode node, Deadline deadline) {
        var cancel = new CancelEvent("e", deadline);
        return ask(node, OperationKind.CANCEL, null, null, cancel, event -> shown(Kind.CALLED_OFF, event));
    }

    Future<Answer> reinstate(CrashableNode node, Deadline deadline) {
        var nothing = new EventPatch(null, null, null, Map.of());
        var update = new UpdateEvent("e", nothing, null, true, null, DetailsCondition.ANY, deadline);
        return ask(node, OperationKind.REINSTATE, null, null, update, event -> shown(Kind.REINSTATED, event));
    }

    private <A> Future<Answer> ask(
            CrashableNode node,
            OperationKind act,
            String user,
            String key,
            LedgerCommand<A> change,
            Function<A, Answer> done) {
        return ask(node, act, user, key, 0, change, done);
    }

    private <A> Future<Answer> ask(
            CrashableNode node,
            OperationKind act,
            String user,
            String key,
            int capacity,
            LedgerCommand<A> change,
            Function<A, Answer> done) {
        long start = time.now();
        Promise<Answer> answered = Promise.promise();
        node.ask(change)
                .map(outcome -> outcome.map(given -> answer(given, done)).orElse(Answer.of(Kind.NONE)))
                .otherwise(failure -> Answer.strange(failure.toString()))
                .onSuccess(answered::tryComplete);
        if (time.random().nextInt(100) < hangUps) {
            time.after(time.random().nextInt(100), () -> {
                if (answered.tryComplete(Answer.of(Kind.NONE))) {
                    change.deadline().callerIsGone();
                }
            });
        }
        return answered.future()
                .onSuccess(answer -> recorder.answered(
                        new Action(start, time.now(), node.number(), act, "e", user, key, capacity, answer)));
    }

    private static <A> Answer answer(Outcome<A> outcome, Function<A, Answer> done) {
        return outcome.fold(done, SimulatedClient::refused);
    }

    private static Answer registered(RegistrationView view) {
        var row = view.registration();
        var registeredAt = row.registeredAt().text();
        return row.status() == Registration.Status.REGISTERED
                ? Answer.seated(registeredAt)
                : Answer.waits(registeredAt, Math.max(0, view.position()));
    }

    private static Answer shown(Kind kind, Event event) {
        return Answer.of(
                kind,
                event.capacity(),
                event.counts().currentRegistrations(),
                event.counts().waitlistCount());
    }

    private static Answer refused(Outcome.Refused<?> refused) {
        return switch (refused.reason()) {
            case EVENT_FULL -> Answer.of(Kind.FULL);
            case WAITLIST_FULL -> Answer.of(Kind.WAITLIST_FULL);
            case REGISTRATION_NOT_OPEN, REGISTRATION_CLOSED -> Answer.of(Kind.CLOSED);
            case EVENT_CANCELLED -> Answer.of(Kind.CANCELLED);
            case EVENT_OVER -> Answer.of(Kind.OVER);
            case ALREADY_REGISTERED ->
                Answer.alreadyIn(((RegistrationView) refused.cause())
                        .registration()
                        .registeredAt()
                        .text());
            case NO_SEAT_YET -> Answer.of(Kind.NO_SEAT_YET);
            case REGISTRATION_NOT_FOUND -> Answer.of(Kind.NOT_IN);
            case CAPACITY_BELOW_REGISTRATIONS -> Answer.of(Kind.TOO_SMALL);
            case BUSY -> Answer.of(Kind.BUSY);
            default -> Answer.strange(refused.toString());
        };
    }
}
