package dev.usher.bench.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Calls to send, with their schedule.
 *
 * @param servers each connection belongs to one of them, in turn
 * @param calls each is sent until it is answered with something other than 503
 * @param perSecond how many become due in a second; 0 for all at once
 * @param connections that carry one request at a time; a call waits for a free one, and the wait counts
 * @param limit after it no call is sent, and an unanswered one counts as that late
 */
public record Load(List<URI> servers, List<Call> calls, int perSecond, int connections, Duration limit) {
    public Load {
        servers = List.copyOf(servers);
        calls = List.copyOf(calls);
    }

    /** When the call of this number is due, in nanoseconds from the start. */
    long due(int number) {
        return perSecond == 0 ? 0 : number * Duration.ofSeconds(1).toNanos() / perSecond;
    }
}
