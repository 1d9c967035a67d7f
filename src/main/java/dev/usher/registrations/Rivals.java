package dev.usher.registrations;

import java.util.concurrent.TimeUnit;

/**
 * What this process knows of others that write the same event, and whose turn it is. One turn of an event is committed
 * at a time, wherever it was planned: who sends beside another is refused, and who sends just behind another, on a
 * state that is gone, only keeps the event from the next one. So processes that were in each other's way take legs: a
 * leg ends at every version that {@link #LEG} divides. Who committed that one rests, who waited longest goes next, and
 * in between the others only look.
 *
 * <p>Nothing is agreed on and nothing rests on it: each judges by the versions that it sees, an event that stands still
 * may be taken by anybody, and who has not had a leg for long takes what it can get. A process that is alone never
 * waits.
 *
 * <p>Pure: it is told the time, in terms of {@link System#nanoTime()}. Lives on the event's context.
 */
final class Rivals {
    /** So many versions make a leg: more cost less between the legs, fewer are a shorter wait for one. */
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

    /** @param memoryMillis how long a leg, and the sight of others, counts */
    Rivals(long memoryMillis) {
        memoryNanos = TimeUnit.MILLISECONDS.toNanos(memoryMillis);
    }

    /** The event is seen at this version. */
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

    /** This process has committed this version. */
    void committed(long version, long now) {
        crowded &= known(now);
        own = version;
        ownAt = now;
        losses = 0;
        this.version = version;
        since = now;
    }

    /**
     * Another one was faster.
     *
     * @param latency what a commit takes, in nanoseconds
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
     * Whether a turn on the version seen last may be sent now. To be asked again after a {@link #pause} and a look if
     * not.
     *
     * @param latency what a commit takes, in nanoseconds
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

    /** Once may be an accident. */
    private boolean takesWhatNobodyWants() {
        usualWait = legs();
        crowded = ++vainWaits < IN_A_ROW;
        return true;
    }

    /** While this process waited, others went on: from now on there are legs. */
    void overtaken() {
        crowded = true;
        vainWaits = 0;
    }

    /** How long until a look may show more, in nanoseconds. */
    long pause(long now, long latency) {
        boolean soon = version % LEG == LEG - 1 && legs() + 1 >= usualWait;
        long untilNobodyWants = since + longEnough(latency) - now;
        return soon ? latency / 4 : Math.max(latency / 4, Math.min(latency, untilNobodyWants));
    }

    /** An event that stands still for so long is nobody's; who rests leaves it to the others first. */
    private long longEnough(long latency) {
        return version == own ? latency * 5 / 2 : latency * 3 / 2;
    }

    private boolean endsLeg() {
        return version % LEG == 0;
    }

    /** How many legs have ended since this process had its last one. */
    private long legs() {
        return version / LEG - own / LEG;
    }

    private boolean known(long now) {
        return others && now - othersAt < memoryNanos && now - ownAt < memoryNanos;
    }
}
