package dev.usher.registrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.events.GetEvent;
import dev.usher.http.ApiFixture;
import dev.usher.registrations.ledger.SeatLedger;
import dev.usher.registrations.model.Register;
import dev.usher.registrations.model.Unregister;
import dev.usher.registrations.model.UpdateEvent;
import dev.usher.registrations.report.LedgerListener;
import dev.usher.service.Deadline;
import dev.usher.service.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two organizers change, over HTTP and with {@code If-Match}, what both have read, while a crowd moves the event's
 * version. The ledger commits to memory: a version takes so little time that a hundred of them lie between each read
 * and the changes on any machine.
 */
class ConcurrentOrganizersTest {
    private static final int ROUNDS = 20;
    private static final int VERSIONS = 100;
    private static final long MILLIS = 60_000;

    private final ApiFixture api = new ApiFixture(MILLIS);
    private final ScriptedStore store = new ScriptedStore(api.vertx(), new ModelStore(10, false));
    private final SeatLedger seats = new SeatLedger(api.vertx(), api.bus(), store, MILLIS, LedgerListener.NONE);
    /** Of the event's ledger, and so of the store. */
    private final Context context = api.vertx().getOrCreateContext();

    private volatile boolean over;

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aHundredVersionsOfACrowdDoNotMatter() {
        var crowd =
                List.of("ada", "bob", "cleo").stream().map(this::comesAndGoes).toList();
        api.serve(GetEvent.class, find -> onLedger(() -> Future.succeededFuture(Outcome.done(store.tables.event))));
        api.serve(UpdateEvent.class, seats::submit);
        var hands = Executors.newFixedThreadPool(2);
        long begun = version(read());
        long since = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            var name = "Name " + round + " ";
            var read = read();
            awaitVersion(version(read) + VERSIONS);
            var changes = List.of("first", "second").stream()
                    .map(who -> CompletableFuture.supplyAsync(() -> change(name + who, read), hands))
                    .toList();
            assertThat(changes.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 412);

            var again = read();
            awaitVersion(version(again) + VERSIONS);
            assertThat(change(name + "third", again))
                    .as("no other organizer changed the details")
                    .isEqualTo(200);
        }
        long moved = version(read()) - begun;
        System.out.printf("organizers: %d versions, %.0f a second%n", moved, moved * 1e9 / (System.nanoTime() - since));
        over = true;
        crowd.forEach(ApiFixture::await);
        hands.shutdown();
        assertThat(moved).isGreaterThanOrEqualTo(2L * ROUNDS * VERSIONS);
    }

    private HttpResponse<String> read() {
        return api.get("/events/e");
    }

    private static long version(HttpResponse<String> read) {
        return new JsonObject(read.body()).getLong("version");
    }

    private void awaitVersion(long version) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> version(read()) >= version);
    }

    private int change(String name, HttpResponse<String> read) {
        var change = new JsonObject().put("name", name).encode();
        return api.send(api.request("/events/e")
                        .header("Content-Type", "application/merge-patch+json")
                        .header("If-Match", read.headers().firstValue("ETag").orElseThrow())
                        .method("PATCH", BodyPublishers.ofString(change)))
                .statusCode();
    }

    private Future<Void> comesAndGoes(String user) {
        return onLedger(() -> {
            Promise<Void> gone = Promise.promise();
            comeAndGo(user, gone);
            return gone.future();
        });
    }

    private void comeAndGo(String user, Promise<Void> gone) {
        if (over) {
            gone.complete();
            return;
        }
        seats.submit(new Register("e", user, null, null, Deadline.inMillis(MILLIS)))
                .compose(seat -> {
                    assertThat(seat).isInstanceOf(Outcome.Done.class);
                    return seats.submit(new Unregister("e", user, null, Deadline.inMillis(MILLIS)));
                })
                .onSuccess(left -> comeAndGo(user, gone))
                .onFailure(gone::tryFail);
    }

    private <T> Future<T> onLedger(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(promise));
        return promise.future();
    }
}
