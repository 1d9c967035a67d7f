package dev.usher.dynamodb;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a turn leaves on its event's row, so that it is known again. DynamoDB remembers a transaction's token for ten
 * minutes, and DynamoDB Local until it is started again; a request that is sent again after that is refused because of
 * its own first try. The marks of the last versions stand in a ring of attributes, each at the place of its version.
 *
 * @param version the event's version once the turn is committed
 * @param text short: two turns are only compared when they are after the same version of the same event
 */
record TurnMark(long version, String text) {
    /** As many turns of others may come between a try and the next one. */
    static final int REMEMBERED = 16;

    private static final int LENGTH = 8;

    /** What the row says of the turn. */
    enum Trace {
        COMMITTED,
        /** The version before it stands still: it may be committed yet. */
        NOT_YET,
        /** Another turn made its version: it never will be. */
        NEVER,
        /** Too many versions have gone by. */
        FADED
    }

    /** @param token the transaction's own */
    static TurnMark of(long version, String token) {
        return new TurnMark(version, token.substring(0, LENGTH));
    }

    void putInto(Map<String, AttributeValue> event) {
        event.put(attribute(), Values.text(text));
    }

    /** @param event the row as it stands, or as it stood after a try was refused */
    Trace on(Map<String, AttributeValue> event) {
        long ahead = Values.number(event, Attributes.VERSION) - version;
        if (ahead < 0) {
            return Trace.NOT_YET;
        }
        if (ahead >= REMEMBERED) {
            return Trace.FADED;
        }
        return text.equals(Values.textOrNull(event, attribute())) ? Trace.COMMITTED : Trace.NEVER;
    }

    private String attribute() {
        return Attributes.TURN + Long.toString(version % REMEMBERED, REMEMBERED);
    }
}
