package dev.usher.registrations.ledger;

import java.util.concurrent.TimeUnit;

/**
 * Tracker of other processes that write the same event; decides when this process sends its next turn. Only one turn of
 * an event is committed at a time, wherever it was planned. A turn sent beside another one is refused, and a turn
 * planned on an outdated state only delays the event. So processes that were in each other's way take legs: a leg ends
 * at every version that {@link #LEG} divides. The process that committed that version pauses, the one that waited
 * longest goes next, and in between the others only poll.
 *
 * <p>The processes do not coordinate, and correctness does not depend on the legs: each decides by the versions that it
 * reads, any process may write an event whose version does not change, and a process without a leg for long sends
 * regardless. A process that is alone never waits.
 *
 * <p>Pure: the time is a parameter, in terms of {@link System#nanoTime()}. Lives on the event's context.
 */
final class ContentionTracker {
    /** Number of versions in a leg: more mean fewer changes of the writer, fewer mean a shorter wait. */
    static final int LEG = 5;

    private static final int IN_A_ROW = 2;
    private static final int JUST_NOW = 3;
    private static final long NONE = -1;

    private final long memoryNanos;
    private long own = NONE;
    private long ownAt;
    private long othersAt;
    private boolean others;
    private int losses;
    private boolean crowded;
    private int vainWaits;
    private long usualWait;
    private long version = NONE;
    private long since;
    private long lostAt = NONE;

    /** @param memoryMillis how long a leg, and the observation of other processes, counts */
    ContentionTracker(long memoryMillis) {
        memoryNanos = TimeUnit.MILLISECONDS.toNanos(memoryMillis);
    }

    /** Records that the event was read at this version. */
    void seen(long version, long now) {
        if (version == this.version) {
            return;
        }
        this.version = version;
        since = now;
        if (own != NONE && version > own) {
            others = true;
            othersAt = now;
        }
    }

    /** Records that this process committed this version. */
    void committed(long version, long now) {
        crowded &= known(now);
        own = version;
        ownAt = now;
        losses = 0;
        this.version = version;
        since = now;
    }

    /**
     * Records that another process committed first.
     *
     * @param latency duration of a commit, in nanoseconds
     * @return whether to stand back rather than to try again at once
     */
    boolean lost(long now, long latency) {
        losses++;
        lostAt = version;
        since = now;
        crowded |= losses >= IN_A_ROW;
        boolean standBack = known(now) && crowded;
        crowded |= now - ownAt < JUST_NOW * latency;
        return standBack;
    }

    /**
     * Whether a turn on the last version read may be sent now. If not, call again after a {@link #pause} and a read.
     *
     * @param latency duration of a commit, in nanoseconds
     */
    boolean mayGo(long now, long latency) {
        if (!known(now) || !crowded) {
            return true;
        }
        if (version != lostAt && (version == own ? !endsLeg() : endsLeg() && legs() >= usualWait)) {
            usualWait = legs();
            return true;
        }
        return now - since >= longEnough(latency) && takesWhatNobodyWants();
    }

    /** Takes an unused leg. A single one may be chance; repeated ones end the rotation. */
    private boolean takesWhatNobodyWants() {
        usualWait = legs();
        crowded = ++vainWaits < IN_A_ROW;
        return true;
    }

    /** Records that others committed while this process waited: the legs stay in use. */
    void overtaken() {
        crowded = true;
        vainWaits = 0;
    }

    /** Time until the next read of the event, in nanoseconds. */
    long pause(long now, long latency) {
        boolean soon = version % LEG == LEG - 1 && legs() + 1 >= usualWait;
        long untilNobodyWants = since + longEnough(latency) - now;
        return soon ? latency / 4 : Math.max(latency / 4, Math.min(latency, untilNobodyWants));
    }

    /** How long the version must stay unchanged before any process may send; longer for the one that wrote it last. */
    private long longEnough(long latency) {
        return version == own ? latency * 5 / 2 : latency * 3 / 2;
    }

    private boolean endsLeg() {
        return version % LEG == 0;
    }

    /** Number of legs that have ended since the last one of this process. */
    private long legs() {
        return version / LEG - own / LEG;
    }

    private boolean known(long now) {
        return others && now - othersAt < memoryNanos && now - ownAt < memoryNanos;
    }
}
