package dev.usher.feed;

import dev.usher.events.Event;
import dev.usher.registrations.model.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Feed of one watched event: its newest version, its last messages, and those not yet published. Versions are
 * consecutive; where the change log has none, a gap or a snapshot replaces them. Bounded in size. Lives on one context.
 */
final class EventFeed {
    /** Maximum size of the kept messages: as much as may be buffered for a returning reader, who gets them at once. */
    private static final int MAX_OCTETS = 48 * 1024;

    private final ArrayDeque<EventUpdate> kept = new ArrayDeque<>();
    private List<EventUpdate> unpublished = new ArrayList<>();
    private final LongSupplier room;
    private Event event;
    /** The version before the first of the kept messages. */
    private long base;

    private int octets;

    /** @param room octets that this feed may keep now, if less than the maximum */
    EventFeed(Event event, LongSupplier room) {
        this.room = room;
        this.event = event;
        this.base = event.version();
    }

    long version() {
        return event.version();
    }

    /** Adds the next version, which was committed here. Returns false when versions before it are missing. */
    boolean committed(Turn turn) {
        if (turn.before().version() == version()) {
            add(EventUpdate.of(turn));
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
            EventUpdate.of(event, turns).forEach(this::add);
        } else if (after == version()) {
            add(page instanceof LogPage.Gap gap ? EventUpdate.gap(read, gap) : EventUpdate.snapshot(read));
        }
    }

    private void add(EventUpdate message) {
        event = message.event();
        kept.add(message);
        unpublished.add(message);
        octets += message.octets();
        long limit = Math.min(MAX_OCTETS, room.getAsLong());
        while (octets > limit) {
            var oldest = kept.remove();
            octets -= oldest.octets();
            base = oldest.version();
        }
    }

    /** Returns the unpublished messages and marks them as published. */
    List<EventUpdate> take() {
        var taken = unpublished;
        unpublished = new ArrayList<>();
        return taken;
    }

    /** Whether everything behind a version is kept. */
    boolean keeps(long after) {
        return after >= base && after <= version();
    }

    /** Returns the newer of this event and the event as it was read. */
    Event newest(Event read) {
        return read.version() > version() ? read : event;
    }

    /**
     * Returns the kept messages behind a version.
     *
     * @param read the event as it was read after the reader had come
     */
    InitialUpdates kept(long after, Event read) {
        var missed = kept.stream().filter(message -> message.version() > after).toList();
        return new InitialUpdates(missed, version(), newest(read).owner(), true);
    }

    /**
     * Returns a snapshot of the event.
     *
     * @param read the event as it was read after the reader had come
     */
    InitialUpdates snapshot(Event read) {
        var newest = newest(read);
        return new InitialUpdates(List.of(EventUpdate.snapshot(newest)), newest.version(), newest.owner(), true);
    }
}
