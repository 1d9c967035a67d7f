package dev.usher.live;

import dev.usher.bus.Deadline;
import dev.usher.events.Event;
import dev.usher.registrations.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One watched event: its newest known version, its last messages, and those that were not published yet. Versions are
 * consecutive; where the change log has none, a gap or a snapshot takes their place. Bounded, whatever happens to the
 * event. Lives on one context.
 */
final class Feed {
    /** A reader who comes back gets what it missed in one piece: no more than it may have before it at once. */
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

    /** Takes the next version, which was committed here. Returns false when versions before it are not known. */
    boolean committed(Turn turn) {
        if (turn.before().version() == version()) {
            add(Message.of(turn));
        }
        return turn.after().version() <= version();
    }

    /**
     * Takes what the change log has behind {@code after}, as far as it is new.
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

    /** What was not published yet; it counts as published then. */
    List<Message> take() {
        var taken = unpublished;
        unpublished = new ArrayList<>();
        return taken;
    }

    /** Whether everything behind a version is kept. */
    boolean keeps(long after) {
        return after >= base && after <= version();
    }

    /** What is kept behind a version. */
    Backlog kept(long after) {
        var missed = kept.stream().filter(message -> message.version() > after).toList();
        return new Backlog(missed, version(), true);
    }

    /**
     * The event as it stands.
     *
     * @param read the event as it was read after the reader had come
     */
    Backlog snapshot(Event read) {
        var newest = read.version() > version() ? read : event;
        return new Backlog(List.of(Message.snapshot(newest)), newest.version(), true);
    }
}
