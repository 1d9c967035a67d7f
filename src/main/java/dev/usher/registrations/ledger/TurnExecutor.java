package dev.usher.registrations.ledger;

import dev.usher.async.AsyncLoop;
import dev.usher.async.Backoff;
import dev.usher.events.Event;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.plan.PlanResult;
import dev.usher.registrations.plan.TurnPlanner;
import dev.usher.registrations.report.RetryReason;
import dev.usher.registrations.store.CommitResult;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.DeniedException;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.UnavailableException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one turn of one event, from the changes that were taken to their answers: reads what is missing, plans, commits,
 * and repeats until the store has decided. Where other processes repeatedly commit first it ends without a commit, and
 * its changes go into a later turn. Lives on the event's context; never answers what the store did not confirm.
 */
final class TurnExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(TurnExecutor.class);
    private static final Future<AsyncLoop> OVER = Future.succeededFuture();

    private final String eventId;
    private final LedgerStore store;
    private final EventLedgerState memory;
    private final Backoff backoff;
    private final Consumer<Turn> committed;
    private final TurnCallers callers;
    private final ReadSet findings;
    private final DeferredChanges deferredChanges;
    private final TurnRecorder recorder;
    private boolean gaveUp;
    private boolean rejected;
    private String inconsistency;

    /**
     * @param callers the pending changes; those that do not fit remain in it
     * @param recorder records every try after the first
     * @param committed receives the turn before any caller is answered
     */
    TurnExecutor(
            String eventId,
            LedgerStore store,
            EventLedgerState memory,
            DeferredChanges deferredChanges,
            Backoff backoff,
            TurnCallers callers,
            TurnRecorder recorder,
            Consumer<Turn> committed) {
        this.eventId = eventId;
        this.store = store;
        this.memory = memory;
        this.backoff = backoff;
        this.callers = callers;
        this.recorder = recorder;
        this.committed = committed;
        this.deferredChanges = deferredChanges;
        this.findings = new ReadSet(eventId, store);
    }

    /**
     * A plan that is being committed.
     *
     * @param answers answers to the first callers once it is committed
     * @param doubtful whether the outcome of an earlier try is unknown
     */
    private record Proposal(
            LedgerStore.Commit commit, Turn turn, List<Optional<Outcome<?>>> answers, boolean doubtful) {
        int planned() {
            return answers.size();
        }

        Proposal inDoubt() {
            return new Proposal(commit, turn, answers, true);
        }
    }

    /** Succeeds when the turn is over. Never fails and never throws: the next turn waits for its end. */
    Future<Void> run() {
        return AsyncLoop.walk(this::attempt).recover(failure -> {
            memory.forget();
            if (failure instanceof DeniedException) {
                gaveUp = true;
                callers.failAll(failure);
            } else if (failure instanceof UnavailableException) {
                gaveUp = true;
                LOG.debug("store unavailable, answered BUSY: event={} cause={}", eventId, failure.getMessage());
                callers.refuse(callers.count(), RefusalReason.BUSY);
            } else {
                poison(callers.count(), failure);
            }
            return Future.succeededFuture();
        });
    }

    /** Whether the turn ended without the store's decision, so that it is unknown what the event still owes. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Whether a caller's change was rejected, or is sought in later turns. */
    boolean rejected() {
        return rejected;
    }

    /** Whether rows did not fit together. */
    boolean isInconsistent() {
        return inconsistency != null;
    }

    private Future<AsyncLoop> attempt() {
        callers.dropLate();
        if (callers.over()) {
            gaveUp = true;
            reportInconsistency();
            return OVER;
        }
        if (memory.event() != null) {
            return plan();
        }
        return read(
                store.event(eventId).compose(event -> {
                    if (event.isEmpty()) {
                        return absent();
                    }
                    memory.know(event.get());
                    return again();
                }),
                this::attempt);
    }

    /**
     * Repeats a failed read while a caller waits for it, unless the store is known not to answer.
     *
     * @param next the result when the read failed
     */
    private <T> Future<T> read(Future<T> step, T next) {
        return step.recover(failure -> {
            if (!(failure instanceof UnavailableException unavailable) || unavailable.outage()) {
                return Future.failedFuture(failure);
            }
            LOG.debug("read failed, retrying: event={}", eventId, failure);
            recorder.again(RetryReason.UNKNOWN);
            return backoff.pause().map(next);
        });
    }

    /** Reads the event in a transaction: one that a plain read does not show may be half visible. */
    private Future<AsyncLoop> absent() {
        return store.snapshot(eventId, Set.of()).compose(read -> {
            if (read.isEmpty()) {
                return backoff.pause().map(paused -> this::attempt);
            }
            if (read.get().event().isPresent()) {
                memory.know(read.get().event().get());
                return again();
            }
            callers.refuse(callers.count(), RefusalReason.EVENT_NOT_FOUND);
            return OVER;
        });
    }

    private Future<AsyncLoop> again() {
        return Future.succeededFuture(this::attempt);
    }

    private Future<AsyncLoop> plan() {
        var now = Instant.now();
        var planned = TurnPlanner.of(
                findings.situation(memory.event()), callers.changes(), memory.limits(!callers.none()), now);
        if (planned instanceof PlanResult.Needs needs) {
            return learn(needs);
        }
        return planned instanceof PlanResult.Stale stale
                ? startOver(stale.why())
                : carryOut((PlanResult.Ready) planned);
    }

    private Future<AsyncLoop> learn(PlanResult.Needs needs) {
        return read(findings.learn(needs, memory.event()).map(read -> this::attempt), this::attempt);
    }

    private Future<AsyncLoop> startOver(String why) {
        inconsistency = why;
        recorder.again(RetryReason.STALE);
        memory.forget();
        findings.forget();
        return backoff.pause().map(paused -> this::attempt);
    }

    private Future<AsyncLoop> carryOut(PlanResult.Ready plan) {
        if (plan.turn().isPresent()) {
            var turn = plan.turn().get();
            return send(new Proposal(store.prepare(turn), turn, plan.answers(), false));
        }
        return answer(plan.answers(), Optional.empty());
    }

    private Future<AsyncLoop> send(Proposal proposal) {
        long sent = System.nanoTime();
        return proposal.commit().send().compose(result -> {
            if (result instanceof CommitResult.Committed) {
                return committed(proposal, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent));
            }
            if (result instanceof CommitResult.ConditionFailed refuted) {
                return replan(refuted, proposal);
            }
            if (result instanceof CommitResult.Cancelled cancelled) {
                return lookAgain(cancelled, proposal);
            }
            return result instanceof CommitResult.Unknown unknown
                    ? sendAgain(unknown, proposal.inDoubt())
                    : poison(proposal, ((CommitResult.Rejected) result).cause());
        });
    }

    private Future<AsyncLoop> committed(Proposal proposal, long millis) {
        var turn = proposal.turn();
        memory.committed(turn.after(), millis);
        committed.accept(turn);
        return answer(proposal.answers(), Optional.of(turn.after()));
    }

    private Future<AsyncLoop> replan(CommitResult.ConditionFailed refuted, Proposal proposal) {
        if (refuted.event().isPresent()) {
            recorder.again(RetryReason.VERSION);
            memory.know(refuted.event().get());
            findings.forget();
            return memory.lost() ? OVER : again();
        }
        if (!refuted.others().isEmpty() || refuted.rows().isEmpty()) {
            return startOver("conditions failed: " + refuted.others());
        }
        if (findings.contains(refuted.rows())) {
            var odd = refuted.rows().keySet();
            return poison(proposal, new IllegalStateException("rows not in the form that Usher writes: " + odd));
        }
        recorder.again(RetryReason.KNOWN_ROW);
        return findings.learn(refuted.rows(), callers.first(proposal.planned())).map(read -> this::attempt);
    }

    /**
     * Reads the event after a conflict: the other writer has most likely moved the version, and a read costs less than
     * the whole request. Only for a request of which no earlier try is in doubt.
     */
    private Future<AsyncLoop> lookAgain(CommitResult.Cancelled cancelled, Proposal proposal) {
        recorder.again(cancelled.throttled() ? RetryReason.THROTTLED : RetryReason.CONFLICT);
        if (cancelled.throttled()) {
            memory.shrink();
        }
        if (proposal.doubtful()) {
            return later(proposal, cancelled.throttled(), () -> send(proposal));
        }
        if (!cancelled.throttled() && memory.lost()) {
            return OVER;
        }
        return later(proposal, cancelled.throttled(), () -> cancelled.throttled() ? again() : look(proposal));
    }

    private Future<AsyncLoop> look(Proposal proposal) {
        return read(
                store.event(eventId).compose(event -> {
                    if (event.isPresent()
                            && event.get().version() == memory.event().version()) {
                        return Future.succeededFuture(() -> send(proposal));
                    }
                    memory.know(event.orElse(null));
                    findings.forget();
                    return again();
                }),
                this::attempt);
    }

    /** Sends the same request again as long as a caller waits for it; nothing is planned around an unknown outcome. */
    private Future<AsyncLoop> sendAgain(CommitResult.Unknown unknown, Proposal proposal) {
        LOG.debug(
                "commit outcome unknown: event={} version={}",
                eventId,
                memory.event().version(),
                unknown.cause());
        recorder.again(unknown.throttled() ? RetryReason.THROTTLED : RetryReason.UNKNOWN);
        if (unknown.throttled()) {
            memory.shrink();
        }
        return later(proposal, unknown.throttled(), () -> send(proposal));
    }

    private Future<AsyncLoop> later(Proposal proposal, boolean throttled, AsyncLoop next) {
        return backoff.pause(throttled)
                .map(paused -> callers.late(proposal.planned()) ? () -> giveUp(proposal.planned()) : next);
    }

    /** Logs rows that never match: not a half-visible transaction, but a missing or wrong row. */
    private void reportInconsistency() {
        if (inconsistency != null) {
            recorder.inconsistent();
            if (memory.warnsOfInconsistency()) {
                LOG.warn("inconsistent rows, turn given up: event={} rows={}", eventId, inconsistency);
            }
        }
    }

    private Future<AsyncLoop> giveUp(int planned) {
        gaveUp = true;
        memory.forget();
        callers.refuse(planned, RefusalReason.BUSY);
        return OVER;
    }

    /** Handles a permanently rejected plan. Owed promotions in it do not fail the callers beside them. */
    private Future<AsyncLoop> poison(Proposal proposal, Throwable cause) {
        boolean owed = proposal.turn().promotions() > 0 && !memory.seeks() && !callers.none();
        return owed ? inParts(proposal.planned(), cause) : poison(proposal.planned(), cause);
    }

    /** Isolates a change that cannot be planned or committed, so that it fails alone. */
    private Future<AsyncLoop> poison(int planned, Throwable cause) {
        if (planned > 1) {
            return inParts(planned, cause);
        }
        memory.forget();
        if (callers.none()) {
            LOG.error("promotion failed: event={}", eventId, cause);
        } else {
            rejected = true;
            callers.failFirst(cause);
            if (memory.seeks()) {
                memory.suspect(planned);
            }
        }
        return OVER;
    }

    private Future<AsyncLoop> inParts(int planned, Throwable cause) {
        LOG.warn("turn rejected, retrying its changes in smaller parts: event={} changes={}", eventId, planned, cause);
        rejected = true;
        memory.suspect(planned);
        return OVER;
    }

    private Future<AsyncLoop> answer(List<Optional<Outcome<?>>> answers, Optional<Event> committed) {
        var deferred = callers.answer(answers);
        return read(deferredChanges.decide(callers, deferred, committed, backoff), null)
                .compose(decided -> OVER);
    }
}
