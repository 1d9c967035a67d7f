package dev.usher.registrations;

import dev.usher.bus.Outcome;
import dev.usher.bus.Reason;
import dev.usher.bus.UnavailableException;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    private final Findings findings;

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
        this.findings = new Findings(eventId, store);
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
                return answer(Collections.nCopies(waiting.size(), Outcome.refused(Reason.EVENT_NOT_FOUND)));
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
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return Plan.of(findings.situation(memory.event()), changes, memory.limits(), now)
                .fold(this::learn, stale -> startOver(stale.why()), this::carryOut);
    }

    private Future<Step> learn(Planned.Needs needs) {
        return findings.learn(needs, memory.event()).map(read -> this::attempt);
    }

    private Future<Step> startOver(String why) {
        LOG.debug("event={} reads again: {}", eventId, why);
        memory.forget();
        findings.forget();
        return backoff.pause().map(paused -> this::attempt);
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
            findings.forget();
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
        long sent = System.nanoTime();
        return commit.send()
                .compose(result -> result.fold(new CommitResult.Cases<>(
                        done -> {
                            memory.committed(turn.after(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent));
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
            findings.forget();
            return again();
        }
        if (refuted.line() || refuted.rows().isEmpty()) {
            return startOver("the line was not as it was read");
        }
        var guessers = waiting.subList(0, Math.min(planned, waiting.size()));
        return findings.learn(refuted.rows(), guessers).map(read -> this::attempt);
    }

    /** Nothing is planned around an unknown outcome: the same request again, as long as somebody waits for it. */
    private Future<Step> sendAgain(
            CommitResult.Unknown unknown, LedgerStore.Commit commit, Turn turn, List<Outcome<?>> answers) {
        LOG.debug("event={} version={} outcome unknown", eventId, turn.after().version(), unknown.cause());
        memory.outcomeUnknown();
        if (unknown.throttled()) {
            memory.shrink();
        }
        return backoff.pause()
                .map(paused -> () -> deadline.passed(waiting.subList(0, answers.size()))
                        ? giveUp(answers.size())
                        : send(commit, turn, answers));
    }

    private Future<Step> giveUp(int planned) {
        memory.forget();
        return answer(Collections.nCopies(planned, Outcome.refused(Reason.BUSY)));
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
