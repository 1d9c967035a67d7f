package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.WebhookReceiver.Answer;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Several replicas with a webhook are killed at random while users come and go, and the receiver fails, throttles and
 * dies. Every version arrives, and the first arrivals of each event are in order. {@code -Dusher.webhook.seconds} makes
 * the long form longer; the receiver is dead for half of that time.
 */
class WebhookReplicasIT {
    private static final int EVENTS = 5;
    private static final int SECONDS = Integer.getInteger("usher.webhook.seconds", 30);
    /** Of the long form, one kill each. */
    private static final int ROUNDS = Math.max(1, SECONDS / 5);
    /** One refused message of this number is throttled, the others fail. */
    private static final int THROTTLED = 4;

    /** Leaves time to the other tests. */
    private static final long PAUSE_MILLIS = 50;

    private static final String PREFIX = TestDynamoDb.newPrefix();

    private final Random random = new Random(19);
    private final Set<String> refused = new HashSet<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile List<URI> replicas = List.of();

    @Test
    void twoReplicasOneKilled() throws Exception {
        try (var receiver = new WebhookReceiver();
                var rows = new StoredRows(TestDynamoDb.endpoint(), PREFIX);
                var victim = UsherProcess.start(TestDynamoDb.endpoint(), PREFIX, receiver.settings());
                var other = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, receiver.settings())) {
            replicas = List.of(victim.uri(), other.uri());
            load(receiver, other.api(), () -> {
                TimeUnit.MILLISECONDS.sleep(1_500);
                victim.kill();
                TimeUnit.MILLISECONDS.sleep(1_500);
                return null;
            });
            rows.endDeliveryPauses();
            everyVersionArrives(receiver, other.api());
        } finally {
            over.set(true);
        }
    }

    @Test
    @Tag("soak")
    void threeReplicasKilledAtRandom() throws Exception {
        List<UsherProcess> processes = new ArrayList<>();
        try (var receiver = new WebhookReceiver()) {
            processes.addAll(UsherProcess.startAll(3, TestDynamoDb.endpoint(), PREFIX, receiver.settings()));
            replicas = processes.stream().map(UsherProcess::uri).toList();
            var api = new ApiClient(replicas.get(0));
            load(receiver, api, () -> killAtRandom(processes, receiver));
            assertThat(refused).hasSizeGreaterThanOrEqualTo(THROTTLED);
            everyVersionArrives(receiver, api);
        } finally {
            over.set(true);
            processes.forEach(UsherProcess::close);
        }
    }

    /** One process after the other, and the receiver once. */
    private Void killAtRandom(List<UsherProcess> processes, WebhookReceiver receiver) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            TimeUnit.MILLISECONDS.sleep(2_500);
            boolean down = round == ROUNDS / 2;
            if (down) {
                receiver.die();
            }
            var victim = processes.get(random.nextInt(processes.size()));
            victim.kill();
            TimeUnit.MILLISECONDS.sleep(2_500);
            victim.start();
            if (down) {
                TimeUnit.SECONDS.sleep(SECONDS / 2);
                assertThat(unreachable(processes)).isPositive();
                receiver.comeBack();
            }
        }
        return null;
    }

    /** Users come and go until the kills are over; from then on, the receiver accepts everything. */
    private void load(WebhookReceiver receiver, ApiClient api, Callable<Void> kills) throws Exception {
        receiver.answer(message -> answer(message.id()));
        for (int event = 0; event < EVENTS; event++) {
            api.event("e." + event, 1, true);
            api.user("p" + event);
        }
        var load = Executors.newFixedThreadPool(EVENTS);
        for (int user = 0; user < EVENTS; user++) {
            int number = user;
            load.submit(() -> comeAndGo(number));
        }
        kills.call();
        over.set(true);
        load.shutdown();
        assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        receiver.answer(message -> Answer.OK);
    }

    private static void everyVersionArrives(WebhookReceiver receiver, ApiClient api) throws Exception {
        var versions = new HashMap<String, Long>();
        for (int event = 0; event < EVENTS; event++) {
            var eventId = "e." + event;
            versions.put(
                    eventId, api.get("/events/" + eventId).body().get("version").asLong());
        }
        for (var event : versions.entrySet()) {
            Eventually.holds(() -> assertThat(receiver.firstArrivals(event.getKey()))
                    .isEqualTo(WebhookReceiver.ids(event.getKey(), event.getValue())));
        }
        long sent = receiver.attempts().size();
        System.out.println("webhook: versions=" + versions.values() + " attempts=" + sent);
        NodeScript.run("webhook.mjs", receiver.record().toString(), WebhookReceiver.SECRET);
    }

    /** Refuses no message twice: after a third failure in a row, the pause is longer than this test. */
    private synchronized Answer answer(String id) {
        if (random.nextInt(100) > 3 || !refused.add(id)) {
            return Answer.OK;
        }
        return refused.size() % THROTTLED == 0 ? new Answer(429, 0, "Retry-After", "1") : new Answer(500, 0);
    }

    /** Attempts of the processes that found no receiver. */
    private static double unreachable(List<UsherProcess> processes) throws Exception {
        double attempts = 0;
        for (var process : processes) {
            attempts += Scrape.of(process.metrics()).value("usher_webhook_deliveries_total", "outcome=\"unreachable\"");
        }
        return attempts;
    }

    private Void comeAndGo(int user) throws InterruptedException {
        for (int round = 0; !over.get(); round++) {
            var eventId = "e." + (user + round) % EVENTS;
            try {
                var api = new ApiClient(replicas.get(round % replicas.size()));
                api.register(eventId, "p" + user);
                api.unregister(eventId, "p" + user);
            } catch (IOException killed) {
                // the replica is down: the next round asks another one
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return null;
    }
}
