import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs Usher once while its image is built, so that the JVM can write down what it loaded and linked, and each start of
 * the image finds it ready. In place of DynamoDB stands something that has every table, one user, who is registered for
 * one event, and takes every transaction. Nothing of this is in the image.
 *
 * <p>{@code java Rehearsal usher.jar usher.aot}
 */
final class Rehearsal {
    private static final long TIMEOUT_SECONDS = 120;
    private static final int ROUNDS = 50;
    private static final String API = "http://127.0.0.1:8080";
    private static final String MANAGEMENT = "http://127.0.0.1:9090";

    private static final String CANCELLED =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"Message\":\"cancelled\","
                    + "\"CancellationReasons\":[{\"Code\":\"ConditionalCheckFailed\"}]}";
    private static final Map<String, String> ROWS = Map.of(
            "Users",
            """
            {"userId":{"S":"ada"},"name":{"S":"Ada"},"createdAt":{"S":"2026-01-01T00:00:00Z"}}""",
            "Events",
            """
            {"eventId":{"S":"jazz"},"name":{"S":"Jazz"},"capacity":{"N":"2"},"hasWaitlist":{"BOOL":false},\
            "currentRegistrations":{"N":"1"},"waitlistCount":{"N":"0"},"lastTicket":{"N":"0"},"lineFloor":{"N":"0"},\
            "version":{"N":"2"},"createdAt":{"S":"2026-01-01T00:00:00Z"}}""",
            "Registrations",
            """
            {"eventId":{"S":"jazz"},"userId":{"S":"ada"},"status":{"S":"registered"},\
            "registeredAt":{"S":"2026-01-01T00:00:00Z"}}""");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        var store = cannedStore();
        try {
            rehearse(arguments[0], Path.of(arguments[1]), store.getAddress().getPort());
        } finally {
            // Its threads would keep a rehearsal alive that has failed, and the build of the image with it.
            store.stop(0);
        }
    }

    private static void rehearse(String jar, Path cache, int store) throws Exception {
        var usher = start(jar, cache, store);
        untilReady(usher);
        for (int round = 0; round < ROUNDS; round++) {
            rehearse("POST", API + "/users", "{\"userId\":\"ada\",\"name\":\"Ada\"}");
            rehearse("GET", API + "/users/ada", "");
            rehearse("POST", API + "/events", "{\"eventId\":\"jazz\",\"name\":\"Jazz\",\"capacity\":2}");
            rehearse("GET", API + "/events/jazz", "");
            rehearse("POST", API + "/events/jazz/register", "{\"userId\":\"ada\"}");
            rehearse("DELETE", API + "/events/jazz/register/ada", "");
        }
        rehearse("GET", API + "/users/ada/events", "");
        rehearse("GET", API + "/events", "");
        rehearse("GET", MANAGEMENT + "/metrics", "");
        usher.destroy();
        if (!usher.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || !Files.exists(cache)) {
            usher.destroyForcibly();
            throw new IllegalStateException("there is no " + cache);
        }
    }

    private static Process start(String jar, Path cache, int store) throws IOException {
        List<String> command = new ArrayList<>(List.of("java", "-XX:AOTCacheOutput=" + cache));
        command.addAll(List.of("-XX:MaxRAMPercentage=35", "-Dvertx.cacheDirBase=/tmp/usher", "-jar", jar));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("USHER_DYNAMODB_ENDPOINT", "http://127.0.0.1:" + store);
        builder.environment().put("USHER_CREATE_TABLES", "true");
        builder.environment().put("AWS_REGION", "eu-central-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", "rehearsal");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "rehearsal");
        return builder.start();
    }

    private static void untilReady(Process usher) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                if (send("GET", MANAGEMENT + "/health/ready", "") == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // it has not come up so far
            }
            if (!usher.isAlive() || System.nanoTime() > deadline) {
                usher.destroyForcibly();
                throw new IllegalStateException("Usher does not get ready");
            }
            Thread.sleep(50);
        }
    }

    /** What is refused is soon over, and would leave the long way unrehearsed. */
    private static void rehearse(String method, String url, String body) throws Exception {
        int status = send(method, url, body);
        if (status >= 300) {
            throw new IllegalStateException(method + " " + url + " was answered " + status);
        }
    }

    private static int send(String method, String url, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString()).statusCode();
    }

    private static HttpServer cannedStore() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Rehearsal::answer);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        var operation = target.substring(target.indexOf('.') + 1);
        // The server's own first call, which must be refused.
        boolean refused = operation.equals("TransactWriteItems") && asked.contains("{\"S\":\"-\"}");
        var body =
                switch (operation) {
                    case "DescribeTable" -> "{\"Table\":{\"TableStatus\":\"ACTIVE\"}}";
                    case "DescribeTimeToLive" -> "{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"ENABLED\"}}";
                    case "GetItem" -> found(asked);
                    case "BatchGetItem" -> "{\"Responses\":{},\"UnprocessedKeys\":{}}";
                    case "TransactGetItems" -> "{\"Responses\":[{},{}]}";
                    case "Query", "Scan" -> "{\"Items\":[],\"Count\":0}";
                    default -> refused ? CANCELLED : "{}";
                };
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(refused ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String found(String asked) {
        return ROWS.entrySet().stream()
                .filter(table -> asked.contains("\"TableName\":\"" + table.getKey() + "\""))
                .filter(table -> asked.contains("\"ada\"") || asked.contains("\"jazz\""))
                .map(table -> "{\"Item\":" + table.getValue() + "}")
                .findFirst()
                .orElse("{}");
    }
}
