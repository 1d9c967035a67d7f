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
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs Usher once while its image is built, so that the JVM can write down what it loaded and linked, and each start of
 * the image finds it ready. In place of DynamoDB stands something that has every table and not a single row. Nothing of
 * this is in the image.
 *
 * <p>{@code java Rehearsal usher.jar usher.aot}
 */
final class Rehearsal {
    private static final long PATIENCE_SECONDS = 120;
    private static final int ROUNDS = 50;
    private static final String API = "http://127.0.0.1:8080";
    private static final String MANAGEMENT = "http://127.0.0.1:9090";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        var cache = Path.of(arguments[1]);
        var store = emptyStore();
        var usher = start(arguments[0], cache, store.getAddress().getPort());
        untilReady(usher);
        for (int round = 0; round < ROUNDS; round++) {
            send("POST", API + "/users", "{\"userId\":\"ada\",\"name\":\"Ada\"}");
            send("GET", API + "/users/ada", "");
            send("POST", API + "/events", "{\"eventId\":\"jazz\",\"name\":\"Jazz\",\"capacity\":2}");
            send("GET", API + "/events/jazz", "");
            send("POST", API + "/events/jazz/register", "{\"userId\":\"ada\"}");
            send("DELETE", API + "/events/jazz/register/ada", "");
        }
        send("GET", API + "/users/ada/events", "");
        send("GET", API + "/events", "");
        send("GET", MANAGEMENT + "/metrics", "");
        usher.destroy();
        if (!usher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || !Files.exists(cache)) {
            usher.destroyForcibly();
            throw new IllegalStateException("there is no " + cache);
        }
        store.stop(0);
        System.exit(0);
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
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
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

    private static int send(String method, String url, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString()).statusCode();
    }

    private static HttpServer emptyStore() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Rehearsal::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        var operation = target.substring(target.indexOf('.') + 1);
        boolean refused = operation.equals("TransactWriteItems");
        var body =
                switch (operation) {
                    case "DescribeTable" -> "{\"Table\":{\"TableStatus\":\"ACTIVE\"}}";
                    case "BatchGetItem" -> "{\"Responses\":{},\"UnprocessedKeys\":{}}";
                    case "Query", "Scan" -> "{\"Items\":[],\"Count\":0}";
                    case "TransactWriteItems" ->
                        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"Message\":\"cancelled\","
                                + "\"CancellationReasons\":[{\"Code\":\"ConditionalCheckFailed\"}]}";
                    default -> "{}";
                };
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(refused ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
