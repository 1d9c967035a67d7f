package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two hundred users register and leave at random over two processes, one of which is killed in the middle. At rest the
 * tables pass the audit, and every user's state matches the last acknowledged answer. The length of each run is
 * {@code usher.churn.seconds}; {@code usher.previous.jar} names the jar of an earlier version for a rolling upgrade.
 */
class ChurnIT {
    private static final int PEOPLE = 200;
    private static final int HANDS = 32;
    private static final int SECONDS = Integer.getInteger("usher.churn.seconds", 5);
    private static final String UNKNOWN = "unknown";

    private final String prefix = TestDynamoDb.newPrefix();
    private final long seed = Long.getLong("usher.seed", System.nanoTime());
    private final Map<Integer, String> lastAnswer = new ConcurrentHashMap<>();
    private static final String PREVIOUS_JAR = "usher.previous.jar";

    private volatile long deadline;

    @Test
    void afterwardsTheTablesAreRightAndNoAnswerWasUntrue() throws Exception {
        try (var one = UsherProcess.start(TestDynamoDb.endpoint(), prefix);
                var other = UsherProcess.start(TestDynamoDb.endpoint(), prefix)) {
            churn(List.of(new ApiClient(one.uri()), new ApiClient(other.uri())), () -> killTwice(one));
            atRest(new ApiClient(other.uri()), () -> TableAudit.strict(TestDynamoDb.endpoint(), prefix)
                    .assertClean());
        }
    }

    /** One replica of an earlier version, whose jar is named by a property, beside one of this version. */
    @Test
    @EnabledIfSystemProperty(
            named = PREVIOUS_JAR,
            matches = ".+",
            disabledReason = "no jar of an earlier version is given")
    void aRollingUpgradeUnderLoadTellsNothingUntrue() throws Exception {
        try (var one = UsherProcess.startFrom(System.getProperty(PREVIOUS_JAR), TestDynamoDb.endpoint(), prefix);
                var other = UsherProcess.start(TestDynamoDb.endpoint(), prefix)) {
            churn(List.of(ApiClient.ofEarlierVersion(one.uri()), new ApiClient(other.uri())), () -> upgrade(one));
            atRest(new ApiClient(other.uri()), () -> TableAudit.afterUpgrade(TestDynamoDb.endpoint(), prefix)
                    .assertClean());
        }
    }

    private void churn(List<ApiClient> nodes, Runnable meanwhile) throws Exception {
        nodes.get(0).event("churn", 60, true);
        ConcurrentRunner.act(PEOPLE, HANDS, person -> nodes.get(0).user("p" + person));
        deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        var beside = new Thread(meanwhile);
        beside.start();
        var counts = ConcurrentRunner.act(HANDS, HANDS, hand -> churn(hand, nodes));
        beside.join();
        int answered = counts.stream().mapToInt(Integer::intValue).sum();
        System.out.println("churn: seed " + seed + ", " + answered + " answers");
        assertThat(answered).isPositive();
    }

    private static void upgrade(UsherProcess node) {
        try {
            TimeUnit.SECONDS.sleep(SECONDS / 2);
            node.upgrade();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void killTwice(UsherProcess node) {
        try {
            for (int i = 0; i < 2; i++) {
                TimeUnit.SECONDS.sleep(SECONDS / 3);
                node.kill();
                node.start();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each hand acts for people of its own, so that a person's answers have an order. */
    private int churn(int hand, List<ApiClient> nodes) throws Exception {
        var random = new Random(seed + hand);
        int answers = 0;
        while (System.nanoTime() < deadline) {
            int person = hand + HANDS * random.nextInt(PEOPLE / HANDS);
            var node = nodes.get(random.nextInt(nodes.size()));
            try {
                var answer = random.nextInt(5) < 3 ? register(node, person) : unregister(node, person);
                answers += answer.equals(UNKNOWN) ? 0 : 1;
                lastAnswer.put(person, answer);
            } catch (IOException gone) {
                lastAnswer.put(person, UNKNOWN);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        return answers;
    }

    private String register(ApiClient node, int person) throws IOException {
        var reply = node.register("churn", "p" + person);
        return switch (reply.word()) {
            case "registered" -> "registered";
            case "waitlisted" -> "in";
            case "409 already-registered" -> mustHaveBeen("in", person);
            case "503 busy" -> UNKNOWN;
            default -> throw new AssertionError(reply);
        };
    }

    private String unregister(ApiClient node, int person) throws IOException {
        var reply = node.unregister("churn", "p" + person);
        return switch (reply.status()) {
            case 200 -> "out";
            case 404 -> mustHaveBeen("out", person);
            case 503 -> UNKNOWN;
            default -> throw new AssertionError(reply);
        };
    }

    /** A refusal that contradicts the answer before would make that one untrue. */
    private String mustHaveBeen(String state, int person) {
        var before = lastAnswer.getOrDefault(person, "out");
        assertThat(before.equals(UNKNOWN) || in(before) == in(state))
                .as("p%d was answered %s before", person, before)
                .isTrue();
        return state;
    }

    private static boolean in(String state) {
        return !state.equals("out");
    }

    private void atRest(ApiClient node, Runnable audit) throws Exception {
        Eventually.holds(audit::run);
        for (var entry : lastAnswer.entrySet()) {
            var events =
                    node.get("/users/p" + entry.getKey() + "/events").body().get("events");
            if (!entry.getValue().equals(UNKNOWN)) {
                assertThat(events.size())
                        .as("p%d was answered %s", entry.getKey(), entry.getValue())
                        .isEqualTo(in(entry.getValue()) ? 1 : 0);
            }
            if (entry.getValue().equals("registered")) {
                assertThat(events.get(0).get("status").asText()).isEqualTo("registered");
            }
        }
    }
}
