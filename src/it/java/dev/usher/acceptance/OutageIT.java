package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.storeproxy.Fault;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.Faults;
import dev.usher.storeproxy.Outage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store becomes unreachable while the server runs. Every request is answered 503 and nothing else: no answer says
 * that an event is full, or that a user does not exist. The client's contract check covers Retry-After.
 *
 * <p>The short deadline of the server ends the outages soon. While the store answers, a request that a busy machine did
 * not confirm in that time is repeated.
 */
class OutageIT {
    private static final long TIMEOUT_MILLIS = 1_500;
    private static final long NEVER = TimeUnit.HOURS.toMillis(1);
    private static final long LATE_MILLIS = 3_000;
    private static final String PREFIX = TestDynamoDb.newPrefix();
    private static ProxiedUsher usher;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        usher = ProxiedUsher.start(PREFIX, Map.of("USHER_REQUEST_TIMEOUT_MS", Long.toString(TIMEOUT_MILLIS)));
        api = usher.api();
        for (var user : List.of("ada", "bob", "cleo")) {
            confirmed(() -> api.user(user));
        }
        event("full", false);
        event("line", true);
        register("full", "ada");
        register("line", "ada");
        register("line", "bob");
    }

    @AfterAll
    static void stop() {
        usher.close();
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    @BeforeEach
    void theStoreIsThere() throws Exception {
        usher.storeBehaves(FaultProfile.KIND);
        Eventually.holds(() -> assertThat(usher.health("ready")).isEqualTo(200));
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                Arguments.of("connections are refused", FaultProfile.KIND.withOutage(Outage.REFUSED)),
                Arguments.of("connections are reset", FaultProfile.KIND.withOutage(Outage.RESET)),
                Arguments.of("nobody answers", always(Fault.STALL)),
                Arguments.of("every reply is lost", always(Fault.LOST_REPLY)),
                Arguments.of("every request fails inside", always(Fault.ERROR_500)));
    }

    private static FaultProfile always(Fault fault) {
        return FaultProfile.KIND.withFaults(Faults.always(fault).withStall(NEVER));
    }

    /** Every operation, with what it answers while the store is there; none of them changes anything then. */
    private record Asked(String wordInGoodTimes, Callable<ApiClient.Reply> ask) {}

    private static final List<Asked> OPERATIONS = List.of(
            new Asked("409 user-exists", () -> api.user("ada")),
            new Asked("404 user-not-found", () -> api.get("/users/unknown")),
            new Asked("404 user-not-found", () -> api.get("/users/unknown/events")),
            new Asked("", () -> api.get("/users/ada/events")),
            new Asked("409 event-exists", () -> api.event("full", 5, true)),
            new Asked("404 event-not-found", () -> api.get("/events/nothing")),
            new Asked("", () -> api.get("/events")),
            new Asked("409 event-full", () -> api.register("full", "bob")),
            new Asked("409 already-registered", () -> api.register("line", "bob")),
            new Asked("404 event-not-found", () -> api.register("nothing", "ada")),
            new Asked("404 user-not-found", () -> api.register("full", "unknown")),
            new Asked("404 event-not-found", () -> api.unregister("nothing", "ada")),
            new Asked("404 registration-not-found", () -> api.unregister("full", "bob")),
            new Asked("404 user-not-found", () -> api.rename("unknown", "Ada")),
            new Asked("404 user-not-found", () -> api.erase("unknown")),
            new Asked("404 event-not-found", () -> api.patch("nothing", "{\"capacity\":2}")),
            new Asked("404 event-not-found", () -> api.cancel("nothing")),
            new Asked("404 event-not-found", () -> api.purge("nothing")),
            new Asked("404 event-not-found", () -> api.confirm("nothing", "ada")),
            new Asked("404 event-not-found", () -> api.post("/events/nothing/guests", "{\"userId\":\"ada\"}")),
            new Asked(
                    "404 event-not-found", () -> api.post("/events/nothing/registrations", "{\"userIds\":[\"ada\"]}")),
            new Asked("404 event-not-found", () -> api.get("/events/nothing/registrations")),
            new Asked("404 event-not-found", () -> api.get("/events/nothing/registrations/ada")),
            new Asked("404 event-not-found", () -> api.get("/events/nothing/changes", "Accept", "application/json")));

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void everybodyIsToldAndAllIsWellAfterwards(String outage, FaultProfile manners) throws Exception {
        usher.storeBehaves(manners);
        var checks = new ArrayList<Callable<?>>(OPERATIONS.stream()
                .<Callable<?>>map(operation ->
                        () -> assertThat(inTime(operation.ask()).word()).isEqualTo("503 busy"))
                .toList());
        checks.add(() -> assertThat(usher.health("ready")).isEqualTo(503));
        checks.add(() -> assertThat(usher.health("live")).isEqualTo(200));
        ConcurrentRunner.act(checks.size(), checks.size(), i -> checks.get(i).call());

        usher.storeBehaves(FaultProfile.KIND);
        Eventually.holds(() -> assertThat(usher.health("ready")).isEqualTo(200));
        for (var operation : OPERATIONS) {
            assertThat(confirmed(operation.ask()).word()).isEqualTo(operation.wordInGoodTimes());
        }
    }

    /** Repeats the request while this machine sends its body too slowly for the short deadline. */
    private static ApiClient.Reply inTime(Callable<ApiClient.Reply> request) throws Exception {
        var reply = request.call();
        return reply.status() == 408 ? inTime(request) : reply;
    }

    /** Repeats the request until its answer is not 503. */
    private static ApiClient.Reply confirmed(Callable<ApiClient.Reply> request) {
        var last = new AtomicReference<ApiClient.Reply>();
        Eventually.holds(() -> {
            last.set(request.call());
            assertThat(last.get().status()).isNotEqualTo(503);
        });
        return last.get();
    }

    private static void event(String eventId, boolean hasWaitlist) {
        assertThat(confirmed(() -> api.event(eventId, 1, hasWaitlist)).status()).isIn(201, 409);
    }

    /** With a key, so that a repeated request is answered with the registration that it made. */
    private static ApiClient.Reply register(String eventId, String userId) {
        return confirmed(() -> api.register(eventId, userId, "Idempotency-Key", eventId + userId));
    }

    private static ApiClient.Reply unregister(String eventId, String userId) {
        return confirmed(() -> api.unregister(eventId, userId));
    }

    @Test
    void whatWasSentBeforeTheAnswerWasBusyNeverHappensTwice() throws Exception {
        event("late", true);
        usher.resetCounts();
        long begun = System.nanoTime();
        usher.transactionsMeet(Map.of(Fault.STALL, 1.0), 1, LATE_MILLIS);
        do {
            assertThat(inTime(() -> api.register("late", "cleo", "Idempotency-Key", "latecleo"))
                            .word())
                    .isEqualTo("503 busy");
        } while (usher.sent().requests(ProxiedUsher.TRANSACTION) == 0);
        long arrived = usher.arrived().requests(ProxiedUsher.TRANSACTION);
        assertThat(arrived == 0 || System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(LATE_MILLIS))
                .isTrue();

        usher.storeBehaves(FaultProfile.KIND);
        assertThat(register("late", "cleo").word()).isEqualTo("registered");
        assertThat(unregister("late", "cleo").status()).isIn(200, 404);
        assertThat(register("late", "ada").word()).isEqualTo("registered");

        Eventually.holds(() -> assertThat(usher.arrived().requests(ProxiedUsher.TRANSACTION))
                .isEqualTo(usher.sent().requests(ProxiedUsher.TRANSACTION)));
        assertThat(unregister("late", "cleo").word()).isEqualTo("404 registration-not-found");
        assertThat(confirmed(() -> api.get("/events/late")).text("currentRegistrations"))
                .isEqualTo("1");
    }

    @Test
    void aRejectionAfterABusyAnswerHoldsAlsoWhenTheFirstTryArrivesLate() throws Exception {
        event("fence", false);
        usher.resetCounts();
        usher.transactionsMeet(Map.of(Fault.STALL, 1.0), 1, LATE_MILLIS);
        assertThat(inTime(() -> api.register("fence", "cleo")).word()).isEqualTo("503 busy");

        usher.storeBehaves(FaultProfile.KIND);
        assertThat(unregister("fence", "cleo").status())
                .as("a last try may have got through")
                .isIn(404, 200);
        Eventually.holds(() -> assertThat(usher.arrived().requests(ProxiedUsher.TRANSACTION))
                .isEqualTo(usher.sent().requests(ProxiedUsher.TRANSACTION)));
        assertThat(unregister("fence", "cleo").word()).isEqualTo("404 registration-not-found");
        assertThat(confirmed(() -> api.get("/events/fence")).text("currentRegistrations"))
                .isEqualTo("0");
    }
}
