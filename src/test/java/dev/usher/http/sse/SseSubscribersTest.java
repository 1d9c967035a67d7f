package dev.usher.http.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.Eventually;
import dev.usher.authz.Caller;
import dev.usher.authz.Scope;
import dev.usher.events.Event;
import dev.usher.feed.ChangesPage;
import dev.usher.feed.EventRemoved;
import dev.usher.feed.EventUpdate;
import dev.usher.feed.EventUpdates;
import dev.usher.feed.InitialUpdates;
import dev.usher.feed.ListChanges;
import dev.usher.feed.SubscribeToEvent;
import dev.usher.http.ApiFixture;
import dev.usher.http.EdgeLimits;
import dev.usher.http.EdgeOptions;
import dev.usher.http.access.TokenAuthenticator;
import dev.usher.http.connection.EdgeListener;
import dev.usher.http.response.RequestListener;
import dev.usher.http.response.ResourceJson;
import dev.usher.registrations.model.RegistrationChange;
import dev.usher.service.Outcome;
import dev.usher.service.RefusalReason;
import dev.usher.service.Timestamp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams over real connections, in front of a fake service. */
class SseSubscribersTest {
    /** Deadline of requests that last longer. */
    private static final long TIMEOUT_MILLIS = 1_000;

    private static final Event EVENT = new Event(
            "jazz", "Jazz", 5, true, new Event.Counts(5, 2, 9, 7, 12), new Timestamp("2026-11-22T09:30:00Z"), null);
    private static final Timestamp AT = new Timestamp("2026-11-22T10:00:00Z");
    private static final EventUpdate SNAPSHOT =
            new EventUpdate(EVENT, EventUpdate.Kind.SNAPSHOT, 12, null, null, List.of());

    private final BlockingQueue<String> counted = new LinkedBlockingQueue<>();
    private final ApiFixture api = new ApiFixture(vertx -> EdgeOptions.PLAIN, new Counting());
    private final BlockingQueue<SubscribeToEvent> asked = new LinkedBlockingQueue<>();
    /** Answers before {@link #backlog}. */
    private final Queue<Future<Outcome<InitialUpdates>>> first = new ConcurrentLinkedQueue<>();

    /** Answer to a reader that has a version. */
    private volatile Optional<Future<Outcome<InitialUpdates>>> more = Optional.empty();

    private volatile Future<Outcome<InitialUpdates>> backlog =
            Future.succeededFuture(Outcome.done(new InitialUpdates(List.of(SNAPSHOT), 12, null, true)));

    @BeforeEach
    void serve() {
        serve(api);
    }

    private void serve(ApiFixture server) {
        server.serve(SubscribeToEvent.class, q -> {
            asked.add(q);
            if (q.after() > 0 && more.isPresent()) {
                return more.get();
            }
            var scripted = first.poll();
            return scripted == null ? backlog : scripted;
        });
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void tellsTheBacklogAndThenTheNews() throws Exception {
        try (var reader = new Reader(0)) {
            assertThat(reader.head()).startsWith("HTTP/1.1 200").contains("text/event-stream", "no-store");
            assertThat(reader.text()).isEqualTo("retry: 2000");
            assertThat(reader.text())
                    .isEqualTo("event: snapshot|id: 12|data: "
                            + ResourceJson.event(EVENT, true).toString(StandardCharsets.UTF_8));
            api.publish(
                    EventUpdates.ADDRESS,
                    new EventUpdates(
                            "jazz",
                            List.of(
                                    changes(13, new RegistrationChange(RegistrationChange.Kind.LEFT, "ada", null)),
                                    changes(
                                            14,
                                            new RegistrationChange(RegistrationChange.Kind.PROMOTED, "grace", 8L)))));
            assertThat(reader.text())
                    .isEqualTo("event: changes|id: 13|data: {\"eventId\":\"jazz\",\"version\":13,"
                            + "\"at\":\"2026-11-22T10:00:00Z\","
                            + "\"currentRegistrations\":5,\"waitlistCount\":2,"
                            + "\"changes\":[{\"kind\":\"left\",\"userId\":\"ada\"}]}");
            assertThat(reader.text())
                    .contains("id: 14", "{\"kind\":\"promoted\",\"userId\":\"grace\",\"waitlistTicket\":8}");
            api.publish(EventUpdates.ADDRESS, new EventUpdates("other", List.of(changes(15))));
            api.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(15))));
            assertThat(reader.text()).contains("id: 15");
        }
        assertThat(askedAfter()).isZero();
        assertThat(asked).isEmpty();
    }

    /** Its event would be polled for ever. */
    @Test
    void aReaderIsOverWhenItsConnectionIsClosedAndNotBefore() throws Exception {
        SubscribeToEvent reading;
        try (var reader = new Reader(0)) {
            reader.head();
            assertThat(reader.ids(1)).containsExactly(12L);
            reading = asked.remove();
            assertThat(reading.over().isComplete()).isFalse();
        }
        Eventually.holds(() -> assertThat(reading.over().isComplete()).isTrue());
        backlog = Future.succeededFuture(Outcome.refused(RefusalReason.EVENT_NOT_FOUND));
        assertThat(ApiFixture.code(api.get("/events/jazz/changes"))).isEqualTo("event-not-found");
        assertThat(asked.remove().over().isComplete()).isTrue();
    }

    /** The server has two event loops. */
    @Test
    void missedVersionsAreReadForOneStreamOfACallerAtATimeAndOnceForThoseThatWait() throws Exception {
        Promise<Outcome<InitialUpdates>> read = Promise.promise();
        backlog = Future.succeededFuture(Outcome.done(new InitialUpdates(List.of(), 11, null, false)));
        more = Optional.of(read.future());
        try (var one = new Reader(0);
                var two = new Reader(0);
                var three = new Reader(0);
                var four = new Reader(0);
                var five = new Reader(0);
                var six = new Reader(0)) {
            var readers = List.of(one, two, three, four, five, six);
            for (var reader : readers) {
                reader.head();
                assertThat(reader.text()).isEqualTo("retry: 2000");
            }
            IntStream.range(0, 2).forEach(i -> api.get("/nothing"));
            assertThat(asked).hasSizeBetween(7, 8);
            read.complete(Outcome.done(new InitialUpdates(List.of(SNAPSHOT), 12, null, true)));
            for (var reader : readers) {
                assertThat(reader.ids(1)).containsExactly(12L);
            }
            assertThat(asked).hasSize(10);
        }
    }

    @Test
    void missedVersionsAreNotReadForStreamsThatAreOver() throws Exception {
        Promise<Outcome<InitialUpdates>> read = Promise.promise();
        backlog = Future.succeededFuture(Outcome.done(new InitialUpdates(List.of(), 11, null, false)));
        more = Optional.of(read.future());
        for (int i = 0; i < 6; i++) {
            try (var reader = new Reader(0)) {
                reader.head();
                assertThat(reader.text()).isEqualTo("retry: 2000");
            }
        }
        Eventually.holds(() -> assertThat(asked).hasSizeBetween(7, 8).allMatch(stream -> stream.over()
                .isComplete()));
        int before = asked.size();
        read.complete(Outcome.done(new InitialUpdates(List.of(SNAPSHOT), 12, null, true)));
        IntStream.range(0, 2).forEach(i -> api.get("/nothing"));
        assertThat(asked).hasSize(before);
    }

    @Test
    void endsTheStreamsOfAnEventThatIsRemoved() throws Exception {
        try (var reader = new Reader(0)) {
            reader.head();
            reader.text();
            reader.text();
            api.publish(EventRemoved.ADDRESS, new EventRemoved("other"));
            api.publish(EventRemoved.ADDRESS, new EventRemoved("jazz"));
            assertThat(reader.text()).isEqualTo("retry: 2000");
            assertThat(reader.line()).isEqualTo("end");
        }
    }

    @Test
    void tellsNothingTwiceAndLosesNothingThatComesWhileTheBacklogIsRead() throws Exception {
        Promise<Outcome<InitialUpdates>> late = Promise.promise();
        backlog = late.future();
        try (var reader = new Reader(0)) {
            assertThat(asked.poll(60, TimeUnit.SECONDS)).isNotNull();
            api.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(12), changes(13))));
            late.complete(Outcome.done(new InitialUpdates(List.of(SNAPSHOT), 12, null, true)));
            assertThat(reader.head()).startsWith("HTTP/1.1 200");
            assertThat(reader.ids(2)).containsExactly(12L, 13L);
            api.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(13), changes(14))));
            assertThat(reader.ids(1)).containsExactly(14L);
        }
    }

    @Test
    void formerOwnerReceivesNoUserIdsOfVersionsThatComeWhileTheBacklogIsRead() throws Exception {
        var olga = new Caller(Optional.of("olga"), Set.of(Scope.EVENTS), Long.MAX_VALUE);
        TokenAuthenticator tokens = (token, deadline) -> Future.succeededFuture(Optional.of(olga));
        var token = "Authorization: Bearer token";
        var read = new InitialUpdates(List.of(SNAPSHOT), 12, "olga", true);
        backlog = Future.succeededFuture(Outcome.done(read));
        try (var secured =
                new ApiFixture(60_000, vertx -> EdgeOptions.PLAIN, RequestListener.NONE, Optional.of(() -> tokens))) {
            serve(secured);
            try (var witness = new Reader(secured.port(), 0, token);
                    var otherWitness = new Reader(secured.port(), 0, token)) {
                for (var live : List.of(witness, otherWitness)) {
                    live.head();
                    assertThat(live.ids(1)).containsExactly(12L);
                }
                asked.clear();
                Promise<Outcome<InitialUpdates>> late = Promise.promise();
                backlog = late.future();
                try (var reader = new Reader(secured.port(), 0, token)) {
                    assertThat(askedAfter()).isZero();
                    var left = changes(13, new RegistrationChange(RegistrationChange.Kind.LEFT, "ada", null));
                    var handedOver = new EventUpdate(
                            left.event().ownedBy("oscar"), left.kind(), left.first(), AT, null, left.changes());
                    secured.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(handedOver)));
                    // One witness on each of the two event loops: the reader has been told, too.
                    for (var live : List.of(witness, otherWitness)) {
                        assertThat(live.text()).startsWith("data: ");
                        assertThat(live.text()).isEqualTo("retry: 2000");
                        assertThat(live.line()).isEqualTo("end");
                    }
                    late.complete(Outcome.done(read));
                    assertThat(reader.head()).startsWith("HTTP/1.1 200");
                    assertThat(reader.text()).isEqualTo("retry: 2000");
                    assertThat(reader.text()).isEqualTo("retry: 2000");
                    assertThat(reader.line()).isEqualTo("end");
                }
            }
        }
    }

    @Test
    void readsOnUntilTheNewsFollow() throws Exception {
        Promise<Outcome<InitialUpdates>> second = Promise.promise();
        first.add(Future.succeededFuture(
                Outcome.done(new InitialUpdates(List.of(changes(4), gap(5, 8)), 8, null, false))));
        first.add(second.future());
        try (var reader = new Reader(0, "Last-Event-ID: 3")) {
            assertThat(reader.head()).startsWith("HTTP/1.1 200");
            assertThat(reader.ids(2)).containsExactly(4L, 8L);
            assertThat(askedAfter()).isEqualTo(3);
            assertThat(askedAfter()).isEqualTo(8);
            api.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(10), changes(11))));
            second.complete(Outcome.done(new InitialUpdates(List.of(changes(9), changes(10)), 10, null, true)));
            assertThat(reader.ids(3)).containsExactly(9L, 10L, 11L);
            api.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(12))));
            assertThat(reader.ids(1)).containsExactly(12L);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void readsAgainWhatItDidNotKeepWhileItReadOn() throws Exception {
        try (var witness = new Reader(0);
                var otherWitness = new Reader(0)) {
            for (var live : List.of(witness, otherWitness)) {
                live.head();
                assertThat(live.ids(1)).containsExactly(12L);
            }
            asked.clear();
            Promise<Outcome<InitialUpdates>> second = Promise.promise();
            first.add(Future.succeededFuture(Outcome.done(new InitialUpdates(List.of(changes(4)), 4, null, false))));
            first.add(second.future());
            first.add(Future.succeededFuture(Outcome.done(new InitialUpdates(List.of(changes(6)), 6, null, true))));
            try (var reader = new Reader(0, "Last-Event-ID: 3")) {
                reader.head();
                assertThat(reader.ids(1)).containsExactly(4L);
                assertThat(askedAfter()).isEqualTo(3);
                assertThat(askedAfter()).isEqualTo(4);
                for (long version = 6; version < 150; version++) {
                    api.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(version))));
                }
                // One witness on each of the two event loops: the reader has been told, too.
                assertThat(witness.ids(137)).endsWith(149L);
                assertThat(otherWitness.ids(137)).endsWith(149L);
                second.complete(Outcome.done(new InitialUpdates(List.of(changes(5)), 5, null, true)));
                assertThat(reader.ids(2)).containsExactly(5L, 6L);
                assertThat(askedAfter()).isEqualTo(5);
            }
        }
    }

    /** The buffers of the kernel hold less than the backlog. */
    @Test
    void readsOnOnceASlowReaderHasReadTheBacklog() throws Exception {
        var many = Collections.nCopies(
                        10_000, new RegistrationChange(RegistrationChange.Kind.REGISTERED, "u".repeat(60), null))
                .toArray(RegistrationChange[]::new);
        var unread = LongStream.rangeClosed(13, 28)
                .mapToObj(version -> changes(version, many))
                .toList();
        try (var large = new ApiFixture(vertx -> edge(64, 64 * 1024 * 1024))) {
            serve(large);
            try (var witness = new Reader(large.port(), 0);
                    var otherWitness = new Reader(large.port(), 0)) {
                for (var live : List.of(witness, otherWitness)) {
                    live.head();
                    assertThat(live.ids(1)).containsExactly(12L);
                }
                asked.clear();
                first.add(Future.succeededFuture(Outcome.done(new InitialUpdates(unread, 28, null, false))));
                first.add(
                        Future.succeededFuture(Outcome.done(new InitialUpdates(List.of(changes(29)), 29, null, true))));
                try (var reader = new Reader(large.port(), 65_536, "Last-Event-ID: 12")) {
                    reader.head();
                    for (long version = 29; version < 32; version++) {
                        large.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(version))));
                    }
                    // One witness on each of the two event loops: the reader has been told 30, too.
                    assertThat(witness.ids(3)).endsWith(31L);
                    assertThat(otherWitness.ids(3)).endsWith(31L);
                    assertThat(askedAfter()).isEqualTo(12);
                    assertThat(asked).isEmpty();
                    assertThat(reader.ids(19)).startsWith(13L).endsWith(28L, 29L, 30L, 31L);
                    assertThat(askedAfter()).isEqualTo(28);
                    assertThat(asked).isEmpty();
                }
            }
        }
    }

    @Test
    void pagesAreJson() {
        api.serve(ListChanges.class, q -> {
            assertThat(q).isEqualTo(new ListChanges("jazz", 3, 2, 0));
            return Future.succeededFuture(Outcome.done(new ChangesPage(EVENT, List.of(changes(4), gap(5, 8)), false)));
        });
        var page = api.get("/events/jazz/changes?after=3&limit=2", "Accept", "application/json");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .isEqualTo("{\"changes\":[{\"version\":4,\"at\":\"2026-11-22T10:00:00Z\","
                        + "\"currentRegistrations\":5,\"waitlistCount\":2,\"changes\":[]},"
                        + "{\"version\":8,\"gap\":{\"from\":5,\"to\":8}}],\"version\":12}");
    }

    @Test
    void aPageThatIsGoneShowsTheEvent() {
        api.serve(
                ListChanges.class, q -> Future.succeededFuture(Outcome.done(new ChangesPage(EVENT, List.of(), true))));
        var page = api.get("/events/jazz/changes?wait=1", "Accept", "application/json");
        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(ApiFixture.code(page)).isEqualTo("changes-gone");
        assertThat(new JsonObject(page.body()).getJsonObject("event").getLong("version"))
                .isEqualTo(12);
    }

    @Test
    void aPageThatWaitsOutlivesTheDeadlineAndIsAnsweredWhenTheServerStops() throws Exception {
        Promise<Outcome<ChangesPage>> first = Promise.promise();
        Promise<Outcome<ChangesPage>> second = Promise.promise();
        var lists = new LinkedBlockingQueue<ListChanges>();
        var brief = new ApiFixture(TIMEOUT_MILLIS);
        brief.serve(ListChanges.class, q -> {
            lists.add(q);
            return (first.future().isComplete() ? second : first).future();
        });
        var client = HttpClient.newHttpClient();
        var request = brief.request("/events/jazz/changes?wait=20")
                .header("Accept", "application/json")
                .build();
        var answered = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        assertThat(lists.poll(60, TimeUnit.SECONDS)).isNotNull();
        TimeUnit.MILLISECONDS.sleep(TIMEOUT_MILLIS * 5 / 4);
        assertThat(answered).isNotDone();
        first.complete(Outcome.done(new ChangesPage(EVENT, List.of(changes(13)), false)));
        assertThat(answered.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        var stopped = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        assertThat(lists.poll(60, TimeUnit.SECONDS)).isNotNull();
        var stop = brief.stopServing();
        assertThat(stopped.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
        ApiFixture.await(stop);
        brief.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                                  | true",
                "application/json, text/event-stream               | true",
                "text/event-stream, application/json               | false",
                "text/event-stream;q=0.5, application/json ; q=0.9 | true",
                "APPLICATION/JSON;q=x, text/event-stream;q=0.1     | false",
                "text/html, */*                                    | false",
                ", ;                                               | false"
            })
    void theAcceptHeaderChoosesBetweenPagesAndTheStream(String accept, boolean json) throws Exception {
        api.serve(
                ListChanges.class, q -> Future.succeededFuture(Outcome.done(new ChangesPage(EVENT, List.of(), false))));
        try (var reader = new Reader(0, "Accept: " + accept)) {
            assertThat(reader.head()).contains(json ? "application/json" : "text/event-stream");
        }
    }

    @Test
    void asksForWhatTheReaderDoesNotKnow() throws Exception {
        for (var given : List.of("17", "nonsense")) {
            try (var reader = new Reader(0, "Last-Event-ID: " + given)) {
                reader.head();
                assertThat(askedAfter()).isEqualTo(given.equals("17") ? 17 : 0);
            }
        }
    }

    @Test
    void outlivesTheDeadlineOfRequestsAndEndsInOrderWhenTheServerStops() throws Exception {
        try (var brief = new ApiFixture(TIMEOUT_MILLIS)) {
            serve(brief);
            var reader = opened(brief);
            assertThat(reader.ids(1)).containsExactly(12L);
            TimeUnit.MILLISECONDS.sleep(TIMEOUT_MILLIS * 5 / 4);
            brief.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(13))));
            assertThat(reader.ids(1)).containsExactly(13L);
            var stopped = brief.stopServing();
            assertThat(reader.text()).as("what is left of the message before").startsWith("data: ");
            assertThat(reader.text()).startsWith("retry: ");
            assertThat(reader.line()).as("the last chunk was sent").isEqualTo("end");
            ApiFixture.await(stopped);
        }
    }

    /** Opens a stream, again and again while it is refused. */
    private Reader opened(ApiFixture server) throws IOException {
        var reader = new Reader(server.port(), 0);
        while (!reader.head().startsWith("HTTP/1.1 200")) {
            reader.close();
            reader = new Reader(server.port(), 0);
        }
        return reader;
    }

    /** Its kernel buffers hold far less than what is told. */
    @Test
    void cutsOffWhoDoesNotReadAndNobodyElse() throws Exception {
        try (var idle = new Reader(2_048);
                var reader = new Reader(0)) {
            idle.head();
            reader.head();
            assertThat(reader.ids(1)).containsExactly(12L);
            var many = Collections.nCopies(
                    100, new RegistrationChange(RegistrationChange.Kind.REGISTERED, "u".repeat(60), null));
            for (long version = 13; version < 2_013; version++) {
                api.publish(
                        EventUpdates.ADDRESS,
                        new EventUpdates("jazz", List.of(changes(version, many.toArray(RegistrationChange[]::new)))));
                assertThat(reader.ids(1)).containsExactly(version);
            }
            assertThat(idle.untilItEnds())
                    .as("the last version that reached it")
                    .isBetween(12L, 1_900L);
            api.publish(EventUpdates.ADDRESS, new EventUpdates("jazz", List.of(changes(2_013))));
            assertThat(reader.ids(1)).containsExactly(2_013L);
        }
    }

    /** On each of two event loops a caller has a quarter of eight streams. */
    @Test
    void aCallerWithTooManyStreamsIsRefusedUntilOneEnds() throws Exception {
        try (var small = new ApiFixture(vertx -> edge(8, 1024 * 1024))) {
            small.serve(SubscribeToEvent.class, q -> backlog);
            var readers = new ArrayList<Reader>();
            int refused = 0;
            for (int i = 0; i < 8; i++) {
                var reader = new Reader(small.port(), 0);
                readers.add(reader);
                var head = reader.head();
                if (!head.startsWith("HTTP/1.1 200")) {
                    assertThat(head).startsWith("HTTP/1.1 429").containsIgnoringCase("retry-after: ");
                    refused++;
                }
            }
            assertThat(refused).isEqualTo(4);
            for (var reader : readers) {
                reader.close();
            }
            opened(small).close();
        }
    }

    @Test
    void countsAStreamWhenItOpensAndNotHowLongItLasts() throws Exception {
        try (var reader = new Reader(0)) {
            reader.head();
            assertThat(reader.ids(1)).containsExactly(12L);
            assertThat(counted.poll(60, TimeUnit.SECONDS)).isEqualTo("1 more");
            assertThat(counted.poll(60, TimeUnit.SECONDS)).isEqualTo("watchEvent 200 ok");
        }
        assertThat(counted.poll(60, TimeUnit.SECONDS)).isEqualTo("-1 more");
        api.get("/nowhere");
        assertThat(counted.poll(60, TimeUnit.SECONDS)).isEqualTo("none 404 refused");
    }

    private final class Counting implements RequestListener {
        @Override
        public void answered(String operation, int status, String outcome, long nanos) {
            counted.add(operation + " " + status + " " + outcome);
        }

        @Override
        public void streams(int more) {
            counted.add(more + " more");
        }
    }

    /** Returns the version behind which the next subscription reads. */
    private long askedAfter() throws InterruptedException {
        var next = asked.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        assertThat(next.eventId()).isEqualTo("jazz");
        return next.after();
    }

    private static EdgeOptions edge(int streams, long octets) {
        return new EdgeOptions(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                address -> false,
                EdgeListener.NONE,
                new EdgeLimits(1_000, streams, octets));
    }

    private static EventUpdate changes(long version, RegistrationChange... changes) {
        var counts = new Event.Counts(5, 2, 9, 7, version);
        return new EventUpdate(EVENT.with(counts), EventUpdate.Kind.CHANGES, version, AT, null, List.of(changes));
    }

    private static EventUpdate gap(long first, long last) {
        var counts = new Event.Counts(5, 2, 9, 7, last);
        return new EventUpdate(EVENT.with(counts), EventUpdate.Kind.GAP, first, null, null, List.of());
    }

    /** One connection, read line by line; takes the chunks of the transfer apart. */
    private final class Reader implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader in;
        private final StringBuilder rest = new StringBuilder();

        Reader(int receiveBuffer, String... headers) throws IOException {
            this(api.port(), receiveBuffer, headers);
        }

        Reader(int port, int receiveBuffer, String... headers) throws IOException {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(60_000);
            var request = "GET /events/jazz/changes HTTP/1.1\r\nHost: x\r\n"
                    + String.join(
                            "", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String head() throws IOException {
            var head = new StringBuilder();
            for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }

        /** The next line, or {@code end} behind the last chunk. */
        String line() throws IOException {
            int end;
            while ((end = rest.indexOf("\n")) < 0) {
                int length = Integer.parseInt(in.readLine(), 16);
                if (length == 0) {
                    return "end";
                }
                for (int i = 0; i < length; i++) {
                    rest.append((char) in.read());
                }
                in.readLine();
            }
            var line = rest.substring(0, end);
            rest.delete(0, end + 1);
            return line;
        }

        /** The lines up to the next empty one. */
        String text() throws IOException {
            List<String> lines = new ArrayList<>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                lines.add(line);
            }
            return String.join("|", lines);
        }

        List<Long> ids(int count) throws IOException {
            List<Long> ids = new ArrayList<>();
            while (ids.size() < count) {
                var line = line();
                if (line.startsWith("id: ")) {
                    ids.add(Long.parseLong(line.substring(4)));
                }
            }
            return ids;
        }

        /** The last version before the connection was cut. */
        long untilItEnds() {
            long last = 0;
            try {
                while (true) {
                    last = ids(1).get(0);
                }
            } catch (IOException | NumberFormatException cut) {
                return last;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
