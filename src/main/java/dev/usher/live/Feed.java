package dev.usher.live;

import dev.usher.bus.Deadline;
import dev.usher.events.Event;
import dev.usher.registrations.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Feed of one watched event: its newest version, its last messages, and those not yet published. Versions are
 * consecutive; where the change log has none, a gap or a snapshot replaces them. Bounded in size. Lives on one context.
 */
final class Feed {
    /** Maximum size of the kept messages: as much as may be buffered for a returning reader, who gets them at once. */
    private static final int MOST_OCTETS = 48 * 1024;

    private final ArrayDeque<Message> kept = new ArrayDeque<>();
    private List<Message> unpublished = new ArrayList<>();
    private Deadline watchedUntil = Deadline.inMillis(Watched.FORGOTTEN_AFTER_MILLIS);
    private Event event;
    /** The version before the first of the kept messages. */
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

    /** Adds the next version, which was committed here. Returns false when versions before it are missing. */
    boolean committed(Turn turn) {
        if (turn.before().version() == version()) {
            add(Message.of(turn));
        }
        return turn.after().version() <= version();
    }

    /**
     * Adds the versions of the change log behind {@code after} that are new.
     *
     * @param read the event as it was read before the page
     */
    void read(LogPage page, long after, Event read) {
        if (page instanceof LogPage.Turns next) {
            var turns = next.turns().stream()
                    .filter(turn -> turn.version() > version())
                    .toList();
            Message.of(event, turns).forEach(this::add);
        } else if (after == version()) {
            add(page instanceof LogPage.Gap gap ? Message.gap(read, gap) : Message.snapshot(read));
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

    /** Returns the unpublished messages and marks them as published. */
    List<Message> take() {
        var taken = unpublished;
        unpublished = new ArrayList<>();
        return taken;
    }

    /** Whether everything behind a version is kept. */
    boolean keeps(long after) {
        return after >= base && after <= version();
    }

    /** Returns the kept messages behind a version. */
    Backlog kept(long after) {
        var missed = kept.stream().filter(message -> message.version() > after).toList();
        return new Backlog(missed, version(), true);
    }

    /**
     * Returns a snapshot of the event.
     *
     * @param read the event as it was read after the reader had come
     */
    Backlog snapshot(Event read) {
        var newest = read.version() > version() ? read : event;
        return new Backlog(List.of(Message.snapshot(newest)), newest.version(), true);
    }
}
