package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.acceptance.WebhookReceiver.Answer;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Several processes with a webhook are killed at random while users come and go, and the receiver fails, throttles and
 * dies. Every version arrives, and the first arrivals of each event are in order.
 */
class WebhookReplicasIT {
    private static final int EVENTS = 5;
    /** Leaves time to the process that starts. */
    private static final long PAUSE_MILLIS = 50;

    private static final String PREFIX = TestDynamoDb.newPrefix();

    private final Random random = new Random(19);
    private final Set<String> refused = new HashSet<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<UsherProcess> replicas = new ArrayList<>();

    @Test
    void twoReplicasOneKilled() throws Exception {
        run(2, 1, TimeUnit.SECONDS.toMillis(3), PAUSE_MILLIS, false);
    }

    @Test
    @Tag("soak")
    void threeReplicasKilledAtRandomForTwoMinutes() throws Exception {
        run(3, 12, TimeUnit.SECONDS.toMillis(10), 0, true);
    }

    /**
     * @param rounds one kill each
     * @param pauseMillis pause of a user between two registrations
     * @param dies whether the receiver dies for a minute; if not, claims and pauses end with the load
     */
    private void run(int count, int rounds, long roundMillis, long pauseMillis, boolean dies) throws Exception {
        try (var receiver = new WebhookReceiver();
                var rows = new StoredRows(TestDynamoDb.endpoint(), PREFIX)) {
            receiver.answer(message -> answer(message.id()));
            replicas.addAll(UsherProcess.startAll(count, TestDynamoDb.endpoint(), PREFIX, receiver.settings()));
            var api = new ApiClient(replicas.get(0).uri());
            for (int event = 0; event < EVENTS; event++) {
                api.event("e." + event, 1, true);
                api.user("p" + event);
            }
            var load = Executors.newFixedThreadPool(EVENTS);
            for (int user = 0; user < EVENTS; user++) {
                int number = user;
                load.submit(() -> comeAndGo(number, pauseMillis));
            }
            for (int round = 0; round < rounds; round++) {
                TimeUnit.MILLISECONDS.sleep(roundMillis / 2);
                boolean down = dies && round == rounds / 2;
                if (down) {
                    receiver.die();
                }
                var victim = replicas.get(random.nextInt(count));
                victim.kill();
                TimeUnit.MILLISECONDS.sleep(roundMillis / 2);
                victim.start();
                if (down) {
                    TimeUnit.SECONDS.sleep(60);
                    receiver.comeBack();
                }
            }
            over.set(true);
            load.shutdown();
            assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            receiver.answer(message -> Answer.OK);
            if (!dies) {
                rows.endDeliveryPauses();
            }
            var versions = new HashMap<String, Long>();
            for (int event = 0; event < EVENTS; event++) {
                var eventId = "e." + event;
                versions.put(
                        eventId,
                        api.get("/events/" + eventId).body().get("version").asLong());
            }
            for (var event : versions.entrySet()) {
                Eventually.holds(() -> assertThat(receiver.firstArrivals(event.getKey()))
                        .isEqualTo(WebhookReceiver.ids(event.getKey(), event.getValue())));
            }
            long sent = receiver.attempts().size();
            System.out.println("webhook: versions=" + versions.values() + " attempts=" + sent);
            NodeScript.run("webhook.mjs", receiver.record().toString(), WebhookReceiver.SECRET);
        } finally {
            over.set(true);
            replicas.forEach(UsherProcess::close);
        }
    }

    /** Refuses no message twice: after a third failure in a row, the pause is longer than this test. */
    private synchronized Answer answer(String id) {
        int chance = random.nextInt(100);
        if (chance > 3 || !refused.add(id)) {
            return Answer.OK;
        }
        if (chance < 3) {
            return new Answer(500, 0);
        }
        return new Answer(429, 0, "Retry-After", "1");
    }

    private Void comeAndGo(int user, long pauseMillis) throws InterruptedException {
        for (int round = 0; !over.get(); round++) {
            var eventId = "e." + (user + round) % EVENTS;
            try {
                var api = new ApiClient(replicas.get(round % replicas.size()).uri());
                api.register(eventId, "p" + user);
                api.unregister(eventId, "p" + user);
            } catch (IOException killed) {
                // the replica is down: the next round asks another one
            }
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
        }
        return null;
    }
}
