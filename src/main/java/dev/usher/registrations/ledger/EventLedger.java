package dev.usher.registrations.ledger;

import dev.usher.async.Backoff;
import dev.usher.registrations.model.Turn;
import dev.usher.registrations.plan.TurnLimits;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.registrations.roster.RosterCache;
import dev.usher.registrations.store.LedgerStore;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of an event's seats and waitlist inside a process: a queue of changes, and at most one turn in
 * progress. Changes that arrive while a turn is in progress or delayed go into the next one. So turns grow with the
 * load, and a single change of an idle event is sent at once. Lives on one context.
 */
public final class EventLedger {
    private static final Logger LOG = LoggerFactory.getLogger(EventLedger.class);
    private static final int MAX_TAKEN = 1_000;
    /** Number of changes that may wait if they arrive at once. */
    public static final int BURST = 2_000;

    /**
     * Delay after a turn that gave up until owed seats are promoted again. Where rows do not fit together, the next
     * sweep is soon enough.
     */
    private static final long HAND_ON_AGAIN_MILLIS = 1_000;

    private final String eventId;
    private final Vertx vertx;
    private final Context context;
    private final LedgerStore store;
    private final long deadlineMillis;
    private final Consumer<Turn> committed;
    private final Runnable handOnAgain;
    private final LedgerListener listener;
    private final EventLedgerState memory;
    private final DeferredChanges deferredChanges;
    private final ContentionGate relay;
    private final ArrayDeque<PendingChange> queue = new ArrayDeque<>();
    private List<PendingChange> taken = List.of();
    private long owedSince = TurnRecorder.NOTHING_OWED;
    private boolean running;
    private boolean readsAfresh;
    /** Whether the last turn had no callers. */
    private boolean alone;

    private volatile boolean handsOn;
    private volatile boolean handing;
    private volatile boolean handsOnLater;

    /** @param handOnAgain calls {@link #handOn} of the ledger that the event has by then */
    public EventLedger(
            String eventId,
            Vertx vertx,
            LedgerStore store,
            RosterCache rosters,
            long deadlineMillis,
            LedgerListener listener,
            Consumer<Turn> committed,
            Runnable handOnAgain) {
        this.eventId = eventId;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.store = store;
        this.deadlineMillis = deadlineMillis;
        this.committed = committed;
        this.handOnAgain = handOnAgain;
        this.listener = listener;
        var rivals = new ContentionTracker(deadlineMillis / 2);
        this.memory = new EventLedgerState(rivals);
        this.deferredChanges = new DeferredChanges(eventId, store, memory, rosters);
        this.relay = new ContentionGate(eventId, vertx, store, memory, rivals);
    }

    /** Adds a change to the queue. Callable from any context. */
    public void add(PendingChange pending) {
        ContextDispatch.run(context, () -> {
            if (isFull()) {
                listener.queueFull();
                pending.answer(Outcome.refused(RefusalReason.BUSY));
                return;
            }
            queue.add(pending);
            next();
        });
    }

    /**
     * Promotes onto seats that the event owes, if any. Reads the event afresh, since the state kept by this replica may
     * be outdated. Callable from any context.
     */
    void handOn() {
        ContextDispatch.run(context, () -> {
            handsOn = true;
            readsAfresh = true;
            next();
        });
    }

    /**
     * Whether more changes would only be answered too late: the oldest has waited for half of the maximum wait, or too
     * many wait for an event with slow turns. As many changes as one turn may carry are always accepted.
     */
    private boolean isFull() {
        int waiting = queue.size() + taken.size();
        if (waiting < TurnLimits.ACTIONS) {
            return false;
        }
        long age = TimeUnit.NANOSECONDS.toMillis((taken.isEmpty() ? queue.peek() : taken.get(0)).age());
        return age > deadlineMillis / 2 || waiting >= BURST && age > deadlineMillis / 20;
    }

    private void next() {
        if (running) {
            return;
        }
        if (queue.isEmpty() && !handsOn) {
            return;
        }
        running = true;
        if (relay.mayGo()) {
            begin();
        } else {
            relay.comes().onComplete(come -> begin(), failure -> {
                LOG.error("failed to read event: event={}", eventId, failure);
                begin();
            });
        }
    }

    /** While a change is sought that makes turns fail, promotions onto owed seats have every other turn. */
    private void begin() {
        boolean apart = memory.seeks();
        taken = take(apart && handsOn && !alone ? 0 : memory.takes(MAX_TAKEN));
        alone = taken.isEmpty();
        if (alone && !handsOn) {
            running = false;
            return;
        }
        if (alone || !apart) {
            handing = handsOn;
            handsOn = false;
        }
        if (readsAfresh) {
            readsAfresh = false;
            memory.forget();
        }
        var ends = listener.begins(
                eventId, taken.stream().map(PendingChange::origin).toList());
        var turnWatch = new TurnRecorder(eventId, taken, owedSince);
        var callers = new TurnCallers(taken, Deadline.inMillis(deadlineMillis));
        var run = new TurnExecutor(
                eventId,
                store,
                memory,
                deferredChanges,
                new Backoff(vertx, memory.longestPause()),
                callers,
                turnWatch,
                turn -> {
                    owedSince = turnWatch.committed(turn);
                    committed(turn);
                });
        run.run().onComplete(over -> {
            int left = taken.size();
            for (int i = taken.size() - 1; i >= 0; i--) {
                queue.addFirst(taken.get(i));
            }
            taken = List.of();
            running = false;
            handsOn = handsOn || handing && (memory.stoodBack() || run.rejected());
            if (handing && run.gaveUp() && !run.isInconsistent()) {
                handOnLater();
            }
            handing = false;
            ends.run();
            listener.turned(turnWatch.over(left, queue.size()));
            memory.turnEnded();
            next();
        });
    }

    /** Whether this process may still have promotions onto owed seats to make. Callable from any thread. */
    boolean isHandingOn() {
        return handsOn || handing || handsOnLater;
    }

    private void handOnLater() {
        if (handsOnLater) {
            return;
        }
        handsOnLater = true;
        vertx.setTimer(HAND_ON_AGAIN_MILLIS, later -> {
            handsOnLater = false;
            handOnAgain.run();
        });
    }

    /** Takes changes for a turn. Late changes are answered {@code BUSY} and left out. */
    private List<PendingChange> take(int most) {
        var taken = new ArrayList<PendingChange>(Math.min(queue.size(), most));
        while (taken.size() < most && !queue.isEmpty()) {
            var next = queue.poll();
            if (next.late()) {
                next.answer(Outcome.refused(RefusalReason.BUSY));
            } else {
                taken.add(next);
            }
        }
        return taken;
    }

    /** Never throws: the turn is committed, and its callers must be answered. */
    private void committed(Turn turn) {
        if (turn.after().owed()) {
            handsOn = true;
        }
        try {
            committed.accept(turn);
            deferredChanges.committed(turn);
        } catch (RuntimeException e) {
            LOG.error(
                    "failed to pass on a committed turn: event={} version={}",
                    eventId,
                    turn.after().version(),
                    e);
        }
    }
}
