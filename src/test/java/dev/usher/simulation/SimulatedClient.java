package dev.usher.simulation;

import dev.usher.bus.Deadline;
import dev.usher.bus.Outcome;
import dev.usher.bus.RequestKey;
import dev.usher.events.Amendment;
import dev.usher.events.Edit;
import dev.usher.events.Event;
import dev.usher.history.Act;
import dev.usher.history.Action;
import dev.usher.history.Answer;
import dev.usher.history.Answer.Kind;
import dev.usher.registrations.Cancel;
import dev.usher.registrations.Change;
import dev.usher.registrations.Register;
import dev.usher.registrations.Registration;
import dev.usher.registrations.Resize;
import dev.usher.registrations.Standing;
import dev.usher.registrations.Unregister;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
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
        return ask(
                node,
                Act.REGISTER,
                user,
                RequestKey.stored(key, user),
                0,
                new Register("e", user, key, null, deadline),
                SimulatedClient::registered);
    }

    Future<Answer> unregister(CrashableNode node, String user, Deadline deadline) {
        return ask(
                node,
                Act.UNREGISTER,
                user,
                null,
                0,
                new Unregister("e", user, null, deadline),
                left -> Answer.left(left.promoted()));
    }

    Future<Answer> resize(
            CrashableNode node,
            int capacity,
            Edit<Boolean> hasWaitlist,
            Edit<Integer> waitlistCapacity,
            Edit<Instant> closes,
            Deadline deadline) {
        var amendment = new Amendment(
                Edit.none(),
                Edit.to(capacity),
                hasWaitlist,
                waitlistCapacity,
                Edit.none(),
                Edit.none(),
                Edit.none(),
                Edit.none(),
                closes);
        return ask(
                node,
                Act.RESIZE,
                null,
                null,
                capacity,
                new Resize("e", amendment, deadline),
                event -> Answer.resized(
                        event.capacity(),
                        event.counts().currentRegistrations(),
                        event.counts().waitlistCount()));
    }

    Future<Answer> cancel(CrashableNode node, Deadline deadline) {
        return ask(node, Act.CANCEL, null, null, 0, new Cancel("e", deadline), SimulatedClient::calledOff);
    }

    private <A> Future<Answer> ask(
            CrashableNode node,
            Act act,
            String user,
            String key,
            int capacity,
            Change<A> change,
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

    private static Answer registered(Standing standing) {
        var row = standing.registration();
        var registeredAt = row.registeredAt().text();
        return row.status() == Registration.Status.REGISTERED
                ? Answer.seated(registeredAt)
                : Answer.waits(registeredAt, Math.max(0, standing.position()));
    }

    private static Answer calledOff(Event event) {
        var seen = new Answer.Seen(
                event.capacity(),
                event.counts().currentRegistrations(),
                event.counts().waitlistCount());
        return new Answer(Kind.CALLED_OFF, null, 0, null, seen, null);
    }

    private static Answer refused(Outcome.Refused<?> refused) {
        return switch (refused.reason()) {
            case EVENT_FULL -> Answer.of(Kind.FULL);
            case WAITLIST_FULL -> Answer.of(Kind.WAITLIST_FULL);
            case REGISTRATION_NOT_OPEN, REGISTRATION_CLOSED -> Answer.of(Kind.CLOSED);
            case EVENT_CANCELLED -> Answer.of(Kind.CANCELLED);
            case ALREADY_REGISTERED ->
                Answer.alreadyIn(((Standing) refused.standing())
                        .registration()
                        .registeredAt()
                        .text());
            case REGISTRATION_NOT_FOUND -> Answer.of(Kind.NOT_IN);
            case CAPACITY_BELOW_REGISTRATIONS -> Answer.of(Kind.TOO_SMALL);
            case BUSY -> Answer.of(Kind.BUSY);
            default -> Answer.strange(refused.toString());
        };
    }
}
