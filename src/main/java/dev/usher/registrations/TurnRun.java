package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of one event, from the changes that were taken to their answers: read what is not known, plan, commit, and
 * again until the store has decided. Lives on the event's context; never answers what the store did not confirm.
 */
final class TurnRun {
    private static final Logger LOG = LoggerFactory.getLogger(TurnRun.class);
    private static final Future<Step> OVER = Future.succeededFuture();
    /** Refusals that rest on the event as it stands, and not on the caller's own row. */
    private static final Set<Reason> ON_THE_EVENT = Set.of(Reason.EVENT_FULL, Reason.CAPACITY_BELOW_REGISTRATIONS);

    private final String eventId;
    private final LedgerStore store;
    private final EventMemory memory;
    private final Backoff backoff;
    private final Consumer<Turn> committed;
    private final List<Pending> waiting;
    private final TurnDeadline deadline;
    private final Map<String, Optional<Registration>> rows = new HashMap<>();
    private Optional<Line> line = Optional.empty();

    /**
     * @param waiting the changes in their order; those that did not fit are left in it
     * @param committed is told of the turn before anybody is answered
     */
    TurnRun(
            String eventId,
            LedgerStore store,
            EventMemory memory,
            Backoff backoff,
            TurnDeadline deadline,
            List<Pending> waiting,
            Consumer<Turn> committed) {
        this.eventId = eventId;
        this.store = store;
        this.memory = memory;
        this.backoff = backoff;
        this.deadline = deadline;
        this.waiting = waiting;
        this.committed = committed;
    }

    /** Succeeds when the turn is over; fails with nothing, and throws nothing: the next turn waits for its end. */
    Future<Void> run() {
        return Step.walk(this::attempt).recover(failure -> {
            memory.forget();
            if (failure instanceof UnavailableException) {
                LOG.warn("event={} busy: {}", eventId, failure.getMessage());
                waiting.forEach(pending -> pending.answer(Outcome.refused(Reason.BUSY)));
                waiting.clear();
            } else {
                poison(waiting.size(), failure);
            }
            return Future.succeededFuture();
        });
    }

    private Future<Step> attempt() {
        deadline.dropLate(waiting);
        if (deadline.over(waiting)) {
            return OVER;
        }
        if (memory.event() != null) {
            return plan();
        }
        return store.event(eventId).compose(event -> {
            if (event.isEmpty()) {
                return answer(waiting.stream()
                        .<Outcome<?>>map(w -> Outcome.refused(Reason.EVENT_NOT_FOUND))
                        .toList());
            }
            memory.know(event.get());
            return again();
        });
    }

    private Future<Step> again() {
        return Future.succeededFuture(this::attempt);
    }

    private Future<Step> plan() {
        var changes = waiting.stream().map(Pending::change).toList();
        var situation = new Situation(memory.event(), rows, line);
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return Plan.of(situation, changes, memory.limits(), now)
                .fold(this::learn, stale -> startOver(stale.why()), this::carryOut);
    }

    private Future<Step> learn(Planned.Needs needs) {
        var readRows = needs.users().isEmpty() ? Future.succeededFuture() : learnRows(needs.users());
        var readLine = needs.waiting() == 0 ? Future.succeededFuture() : learnLine(needs.waiting());
        return Future.join(readRows, readLine).map(read -> this::attempt);
    }

    private Future<Void> learnRows(Set<String> users) {
        return store.rows(eventId, users).onSuccess(rows::putAll).mapEmpty();
    }

    private Future<Void> learnLine(int people) {
        return store.line(eventId, memory.event().counts().lineFloor(), people)
                .onSuccess(read -> line = Optional.of(read))
                .mapEmpty();
    }

    private Future<Step> startOver(String why) {
        LOG.debug("event={} reads again: {}", eventId, why);
        memory.forget();
        forgetReads();
        return backoff.pause().map(paused -> this::attempt);
    }

    private void forgetReads() {
        rows.clear();
        line = Optional.empty();
    }

    private Future<Step> carryOut(Planned.Ready plan) {
        if (plan.turn().isPresent()) {
            return send(store.prepare(plan.turn().get()), plan.turn().get(), plan.answers());
        }
        return plan.answers().isEmpty() ? OVER : confirm(plan.answers());
    }

    /** What the callers' own rows decide holds as read; the rest, if the event's version is still the same then. */
    private Future<Step> confirm(List<Outcome<?>> answers) {
        var open = answerByRows(answers);
        if (open.isEmpty()) {
            return OVER;
        }
        long version = memory.event().version();
        return store.event(eventId).compose(event -> {
            memory.know(event.orElse(null));
            if (event.isPresent() && event.get().version() == version) {
                return answer(open);
            }
            forgetReads();
            return again();
        });
    }

    /** @return the answers that rest on the event; those who are to have them are the first who wait then */
    private List<Outcome<?>> answerByRows(List<Outcome<?>> answers) {
        List<Outcome<?>> open = new ArrayList<>();
        var planned = waiting.iterator();
        for (var answer : answers) {
            var pending = planned.next();
            if (answer.fold(done -> false, refused -> ON_THE_EVENT.contains(refused.reason()))) {
                open.add(answer);
            } else {
                pending.answer(answer);
                planned.remove();
            }
        }
        return open;
    }

    private Future<Step> send(LedgerStore.Commit commit, Turn turn, List<Outcome<?>> answers) {
        return commit.send()
                .compose(result -> result.fold(new CommitResult.Cases<>(
                        done -> {
                            memory.committed(turn.after());
                            committed.accept(turn);
                            return answer(answers);
                        },
                        refuted -> replan(refuted, answers.size()),
                        unknown -> sendAgain(unknown, commit, turn, answers),
                        poison -> poison(answers.size(), poison.cause()))));
    }

    private Future<Step> replan(CommitResult.Refuted refuted, int planned) {
        if (refuted.event().isPresent()) {
            memory.know(refuted.event().get());
            memory.shrink();
            forgetReads();
            return again();
        }
        if (refuted.line() || refuted.rows().isEmpty()) {
            return startOver("the line was not as it was read");
        }
        rows.putAll(refuted.rows());
        Set<String> unknown = new HashSet<>();
        waiting.subList(0, Math.min(planned, waiting.size())).forEach(pending -> pending.change()
                .fold(r -> unknown.add(r.userId()), u -> unknown.add(u.userId()), r -> false));
        unknown.removeAll(rows.keySet());
        return unknown.isEmpty() ? again() : learnRows(unknown).map(read -> this::attempt);
    }

    /** Nothing is planned around an unknown outcome: the same request again, as long as somebody waits for it. */
    private Future<Step> sendAgain(
            CommitResult.Unknown unknown, LedgerStore.Commit commit, Turn turn, List<Outcome<?>> answers) {
        LOG.debug("event={} version={} outcome unknown", eventId, turn.after().version(), unknown.cause());
        memory.outcomeUnknown();
        if (unknown.throttled()) {
            memory.shrink();
        }
        if (deadline.passed(waiting.subList(0, answers.size()))) {
            memory.forget();
            return answer(answers.stream()
                    .<Outcome<?>>map(answer -> Outcome.refused(Reason.BUSY))
                    .toList());
        }
        return backoff.pause().map(paused -> () -> send(commit, turn, answers));
    }

    /** What cannot be planned or committed fails alone, so that it takes nobody along. */
    private Future<Step> poison(int planned, Throwable cause) {
        if (planned > 1) {
            LOG.warn("event={} changes={} go one by one: {}", eventId, planned, cause.toString());
            memory.suspect(planned);
            return OVER;
        }
        memory.forget();
        if (waiting.isEmpty()) {
            LOG.error("event={} cannot hand on what it owes", eventId, cause);
        } else {
            waiting.remove(0).fail(cause);
        }
        return OVER;
    }

    private Future<Step> answer(List<Outcome<?>> answers) {
        var answered = waiting.subList(0, answers.size());
        for (int i = 0; i < answers.size(); i++) {
            answered.get(i).answer(answers.get(i));
        }
        answered.clear();
        return OVER;
    }
}
