package dev.usher.live;

import dev.usher.bus.Deadline;
import dev.usher.events.Event;
import dev.usher.registrations.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One event that is watched: how it stands, the last of its messages, and those that were not published yet. Versions
 * only grow; where one is missing stands a snapshot. Bounded, whatever happens to the event. Lives on one context.
 */
final class Feed {
    /** A reader who comes back gets what it missed in one piece: no more than it may have before it at once. */
    private static final int MOST_OCTETS = 48 * 1024;

    private final ArrayDeque<Message> kept = new ArrayDeque<>();
    private List<Message> unpublished = new ArrayList<>();
    private Deadline watchedUntil = Deadline.inMillis(Watched.FORGOTTEN_AFTER_MILLIS);
    private Event event;
    /** What a reader knows to whom the first of the kept messages is the next one. */
    private long base;

    private int octets;

    Feed(Event event) {
        this.event = event;
        this.base = event.version();
    }

    long version() {
        return event.version();
    }

    void stillWatched() {
        watchedUntil = Deadline.inMillis(Watched.FORGOTTEN_AFTER_MILLIS);
    }

    boolean forgotten() {
        return watchedUntil.passed();
    }

    /** A turn that was committed here. Behind one that was committed elsewhere, it tells the event as it stands. */
    void committed(Turn turn) {
        if (turn.after().version() > version()) {
            add(turn.before().version() == version() ? Message.of(turn) : Message.snapshot(turn.after()));
        }
    }

    /** The event was read, and is known to have been committed elsewhere. */
    void found(Event read) {
        if (read.version() > version()) {
            add(Message.snapshot(read));
        }
    }

    private void add(Message message) {
        event = message.event();
        kept.add(message);
        unpublished.add(message);
        octets += message.octets();
        while (octets > MOST_OCTETS) {
            var oldest = kept.remove();
            octets -= oldest.octets();
            base = oldest.version();
        }
    }

    /** What was not published yet; it counts as published then. */
    List<Message> take() {
        var taken = unpublished;
        unpublished = new ArrayList<>();
        return taken;
    }

    /**
     * What a reader is told first.
     *
     * @param after the last version that the reader knows, 0 for none
     * @param read the event as it was read after the reader had come
     */
    Backlog backlog(long after, Event read) {
        if (after == read.version() && after > version()) {
            return new Backlog(List.of(), after);
        }
        if (after >= base && after <= version()) {
            var missed =
                    kept.stream().filter(message -> message.version() > after).toList();
            return new Backlog(missed, version());
        }
        var newest = read.version() > version() ? read : event;
        return new Backlog(List.of(Message.snapshot(newest)), newest.version());
    }
}
