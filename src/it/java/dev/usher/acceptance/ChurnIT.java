package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Two hundred users register and leave at random over two replicas, one of which is killed in the middle. At rest the
 * tables pass the audit, and every user's state matches the last acknowledged answer. The length of each run is
 * {@code usher.churn.seconds}; {@code usher.previous.jar} names the jar of an earlier version for a rolling upgrade.
 */
class ChurnIT {
    private static final int PEOPLE = 200;
    private static final int HANDS = 32;
    private static final int SECONDS = Integer.getInteger("usher.churn.seconds", 5);
    private static final String EVENT = "churn";
    private static final String UNKNOWN = "unknown";
    private static final Map<String, String> OFTEN = Map.of("USHER_SWEEP_INTERVAL_MS", "1000");

    private final String prefix = TestDynamoDb.newPrefix();
    private final long seed = Long.getLong("usher.seed", System.nanoTime());
    private final Map<Integer, String> lastAnswer = new ConcurrentHashMap<>();
    private static final String PREVIOUS_JAR = "usher.previous.jar";

    private volatile long deadline;

    @Test
    void afterwardsTheTablesAreRightAndNoAnswerWasUntrue() throws Exception {
        try (var one = UsherProcess.start(TestDynamoDb.endpoint(), prefix);
                var other = LocalUsher.start(TestDynamoDb.endpoint(), prefix, OFTEN)) {
            var nodes = List.of(new ApiClient(one.uri()), other.api());
            prepare(nodes);
            churn(nodes, () -> kill(one));
            atRest(other.api(), () -> TableAudit.strict(TestDynamoDb.endpoint(), prefix)
                    .assertClean());
        }
    }

    /**
     * One replica of an earlier version, whose jar is named by a property, beside one of this version, which creates
     * the tables. Readers of the feed receive the versions of a replica that writes no change log as gaps.
     */
    @Test
    @EnabledIfSystemProperty(
            named = PREVIOUS_JAR,
            matches = ".+",
            disabledReason = "no jar of an earlier version is given")
    void aRollingUpgradeUnderLoadTellsNothingUntrue() throws Exception {
        List<FeedReader> readers = new ArrayList<>();
        try (var other = UsherProcess.start(TestDynamoDb.endpoint(), prefix);
                var one = UsherProcess.startFrom(System.getProperty(PREVIOUS_JAR), TestDynamoDb.endpoint(), prefix);
                var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            var nodes = List.of(ApiClient.ofEarlierVersion(one.uri()), new ApiClient(other.uri()));
            prepare(nodes);
            for (boolean pages : new boolean[] {false, true}) {
                readers.add(FeedReader.duringUpgrade(other.uri(), EVENT, pages));
            }
            churn(nodes, () -> upgrade(one));
            atRest(nodes.get(1), () -> TableAudit.afterUpgrade(TestDynamoDb.endpoint(), prefix)
                    .assertClean());
            for (var reader : readers) {
                assertGapsAreTheVersionsWithoutARow(reader, rows);
            }
        } finally {
            for (var reader : readers) {
                reader.stop();
            }
        }
    }

    private static void assertGapsAreTheVersionsWithoutARow(FeedReader reader, StoredRows rows) throws Exception {
        long last = version(rows.all("Events").get(0));
        reader.reaches(last);
        reader.end();
        assertThat(reader.version()).isEqualTo(last);
        var logged = rows.all("Changes").stream().map(ChurnIT::version).collect(Collectors.toSet());
        var missing = LongStream.rangeClosed(2, last)
                .filter(version -> !logged.contains(version))
                .boxed()
                .toList();
        System.out.println("churn: " + last + " versions, " + missing.size() + " of them without a row");
        assertThat(reader.missing()).isEqualTo(missing);
        assertThat(reader.entries()).hasSize((int) last - 1 - missing.size());
        assertThat(missing).as("the earlier version has no change log").isNotEmpty();
    }

    private static long version(Map<String, AttributeValue> row) {
        return Long.parseLong(row.get("version").n());
    }

    /** The event is created by a replica of this version, so that its change log begins with version 1. */
    private void prepare(List<ApiClient> nodes) throws Exception {
        nodes.get(nodes.size() - 1).event(EVENT, 60, true);
        try (var rows = new StoredRows(TestDynamoDb.endpoint(), prefix)) {
            rows.users("p", PEOPLE);
        }
    }

    private void churn(List<ApiClient> nodes, Runnable meanwhile) throws Exception {
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

    private static void kill(UsherProcess node) {
        try {
            TimeUnit.SECONDS.sleep(SECONDS / 2);
            node.kill();
        } catch (InterruptedException e) {
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
        var reply = node.register(EVENT, "p" + person);
        return switch (reply.word()) {
            case "registered" -> "registered";
            case "waitlisted" -> "in";
            case "409 already-registered" -> mustHaveBeen("in", person);
            case "503 busy" -> UNKNOWN;
            default -> throw new AssertionError(reply);
        };
    }

    private String unregister(ApiClient node, int person) throws IOException {
        var reply = node.unregister(EVENT, "p" + person);
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
