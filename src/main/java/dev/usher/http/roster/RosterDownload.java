package dev.usher.http.roster;

import dev.usher.authz.Caller;
import dev.usher.bus.ServiceBus;
import dev.usher.events.Event;
import dev.usher.events.GetEvent;
import dev.usher.http.connection.ClientConnection;
import dev.usher.http.response.ConnectionTermination;
import dev.usher.http.response.JsonResponse;
import dev.usher.http.response.ProblemType;
import dev.usher.http.response.Response;
import dev.usher.registrations.ListRegistrations;
import dev.usher.registrations.RosterEntry;
import dev.usher.registrations.model.Registration.Status;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import dev.usher.service.Page;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One download: keeps one page in memory, and reads the next one once the client has taken it. Each page has its own
 * deadline. Aborts the response when a page cannot be read, so that a client never takes a part for the whole. Belongs
 * to one event loop.
 */
final class RosterDownload implements Response {
    /** Maximum of one page of the service. */
    private static final int ROWS = 100;

    private static final long PAGE_MILLIS = 20_000;
    private static final Logger LOG = LoggerFactory.getLogger(RosterDownload.class);

    private final ServiceBus bus;
    private final String eventId;
    private final Caller reader;
    private final Runnable over;
    private final Iterator<Status> parts;
    private Status part;
    private Page<RosterEntry> page;
    private HttpServerRequest request;
    private ClientConnection connection;
    private HttpServerResponse response;
    private boolean aborted;

    /**
     * @param parts of the roster, in the order of the response; at least one
     * @param reader caller whose token may expire, and who may hand the event over
     * @param over called once, when the download has ended
     */
    RosterDownload(ServiceBus bus, String eventId, List<Status> parts, Caller reader, Runnable over) {
        this.bus = bus;
        this.eventId = eventId;
        this.parts = parts.iterator();
        this.part = this.parts.next();
        this.reader = reader;
        this.over = over;
    }

    /** Reads the first page, before which nothing is sent: a refusal is an ordinary response. */
    Future<Outcome<Page<RosterEntry>>> begin(Deadline deadline) {
        return bus.ask(new ListRegistrations(eventId, part, ROWS, null), deadline)
                .onSuccess(this::keep);
    }

    private void keep(Outcome<Page<RosterEntry>> read) {
        page = read.fold(found -> found, refused -> null);
    }

    @Override
    public void send(HttpServerRequest sent) {
        request = sent;
        response = request.response();
        if (aborted || response.ended() || response.closed()) {
            over.run();
            JsonResponse.problem(ProblemType.BUSY).send(request);
            return;
        }
        connection = ClientConnection.of(request);
        connection.free(response.streamId());
        RosterDownloads.headers(response, eventId).setChunked(true);
        write(RosterCsv.header());
    }

    /** Writes the page behind the text. */
    private void write(Buffer text) {
        text.appendBuffer(RosterCsv.rows(page.items()));
        var after = page.next();
        if (after == null && !parts.hasNext()) {
            connection.write(response, text.length(), () -> response.end(text)).onComplete(ended -> over.run());
            return;
        }
        if (after == null) {
            part = parts.next();
        }
        if (text.length() == 0) {
            read(after);
        } else {
            connection
                    .write(response, text.length(), () -> response.write(text))
                    .onComplete(taken -> read(after), gone -> over.run());
        }
    }

    private void read(String after) {
        if (response.closed()) {
            over.run();
            return;
        }
        if (System.currentTimeMillis() >= reader.untilMillis()) {
            abort();
            return;
        }
        readIfAllowed(new ListRegistrations(eventId, part, ROWS, after), Deadline.inMillis(PAGE_MILLIS))
                .onSuccess(this::keep)
                .onComplete(read -> {
                    if (response.closed()) {
                        over.run();
                    } else if (read.failed() || page == null) {
                        LOG.warn(
                                "roster download aborted: event={}: {}",
                                eventId,
                                read.failed() ? read.cause().getMessage() : "refused");
                        abort();
                    } else {
                        write(Buffer.buffer());
                    }
                });
    }

    /** The event may have been handed over since the last page. */
    private Future<Outcome<Page<RosterEntry>>> readIfAllowed(ListRegistrations list, Deadline deadline) {
        return bus.ask(new GetEvent(eventId), deadline)
                .compose((Outcome<Event> found) -> found.fold(event -> reader.runs(event.owner()), refused -> false)
                        ? bus.ask(list, deadline)
                        : Future.failedFuture("the event was handed over"));
    }

    /** Ends an incomplete response in a way that no client takes for its end. */
    void abort() {
        aborted = true;
        if (response != null && !response.ended() && !response.closed()) {
            ConnectionTermination.incomplete(request);
        }
        over.run();
    }

    @Override
    public boolean isStream() {
        return true;
    }
}
