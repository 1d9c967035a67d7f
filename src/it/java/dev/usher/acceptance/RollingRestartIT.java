package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.audit.TableAudit;
import dev.usher.dynamodb.TestDynamoDb;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Two replicas, a process and a server in this JVM, are restarted one after the other while users register and leave:
 * no client gets an error, and nothing is lost.
 */
class RollingRestartIT {
    private static final int CLIENTS = 4;
    private static final int EVENTS = 3;
    /** Leaves time to the process that starts. */
    private static final int PAUSE_MILLIS = 50;

    private static final String PREFIX = TestDynamoDb.newPrefix();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    /** Each request goes to the next one. */
    private final List<URI> servers = new CopyOnWriteArrayList<>();

    private final AtomicInteger next = new AtomicInteger();

    @Test
    void noRequestFails() throws Exception {
        try (var process = UsherProcess.start(TestDynamoDb.endpoint(), PREFIX);
                var local = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of())) {
            servers.addAll(List.of(process.uri(), local.uri()));
            prepare(local.api());
            var load = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(load.submit(comeAndGo(i)));
            }
            servers.remove(process.uri());
            assertThat(process.stop()).isZero();
            process.start();
            servers.add(process.uri());
            afterMoreRequests(60);

            servers.remove(local.uri());
            Eventually.get(local.stop());
            try (var successor = LocalUsher.start(TestDynamoDb.endpoint(), PREFIX, Map.of())) {
                servers.add(successor.uri());
                afterMoreRequests(60);
                over.set(true);
                for (var running : clients) {
                    running.get(60, TimeUnit.SECONDS);
                }
            }
            load.shutdown();
        }
        assertThat(answers.keySet()).as("%s", answers).isEqualTo(Set.of("DELETE 200", "GET 200", "POST 200"));
        TableAudit.strict(TestDynamoDb.endpoint(), PREFIX).assertClean();
    }

    private static void prepare(ApiClient api) throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            api.user("p" + i);
        }
        for (int event = 0; event < EVENTS; event++) {
            api.event("e" + event, 3, true);
        }
    }

    /** Each client is one person, who registers and leaves again: every answer is known beforehand. */
    private Callable<Void> comeAndGo(int person) {
        return () -> {
            for (int round = 0; !over.get(); round++) {
                var register = "/events/e" + round % EVENTS + "/register";
                count("POST", register, "{\"userId\":\"p" + person + "\"}");
                count("GET", "/users/p" + person, "");
                count("DELETE", register + "/p" + person, "");
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            return null;
        };
    }

    private void count(String method, String path, String body) throws Exception {
        var snapshot = servers.toArray(URI[]::new);
        var server = snapshot[next.getAndIncrement() % snapshot.length];
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        var word = method + " " + answer.statusCode() + (answer.statusCode() == 200 ? "" : " " + answer.body());
        answers.merge(word, 1, Integer::sum);
    }

    private void afterMoreRequests(int more) throws Exception {
        int before = answers.values().stream().mapToInt(Integer::intValue).sum();
        Eventually.holds(() -> assertThat(
                        answers.values().stream().mapToInt(Integer::intValue).sum())
                .isGreaterThan(before + more));
    }
}
