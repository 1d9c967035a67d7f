import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Lets a crowd come to a running Usher, looks at its metrics all the while, and draws what the dashboard would show.
 *
 * <p>{@code java .ci/FlashCrowd.java http://127.0.0.1:8080 http://127.0.0.1:9090 flash-crowd.svg}
 */
final class FlashCrowd {
    private static final int PEOPLE = 3_000;
    private static final int SEATS = 500;
    private static final int LEAVE = 300;
    private static final int AT_ONCE = 200;
    private static final int QUIETLY = 16;
    private static final long LOOK_MILLIS = 250;
    /** A rate is that of the last second. */
    private static final int LOOKS_A_RATE = 4;
    private static final long QUIET_MILLIS = 2_000;

    private static final int WIDTH = 460;
    private static final int HEIGHT = 170;
    private static final String[] COLORS = {"#1f77b4", "#d62728", "#2ca02c", "#ff7f0e", "#9467bd", "#8c564b"};

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String api;
    private final String metrics;
    private final String event = "crowd-" + Long.toString(System.currentTimeMillis(), 36);
    private final List<Look> looks = new ArrayList<>();
    private final Map<String, Double> moments = new TreeMap<>();
    private long begun;

    private record Look(double second, Map<String, Double> samples) {}

    private record Line(String name, List<double[]> points) {}

    private record Panel(String title, List<Line> lines) {}

    private FlashCrowd(String api, String management) {
        this.api = api;
        this.metrics = management + "/metrics";
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: java FlashCrowd.java API-URL MANAGEMENT-URL OUT.svg");
            System.exit(2);
        }
        var crowd = new FlashCrowd(arguments[0], arguments[1]);
        crowd.everybody(PEOPLE, QUIETLY, i -> crowd.post("/users", "{\"userId\":\"" + crowd.user(i) + "\",\"name\":\"N\"}"));
        crowd.come();
        Files.writeString(Path.of(arguments[2]), crowd.drawing());
        System.exit(0);
    }

    private void come() throws Exception {
        var clock = Executors.newSingleThreadScheduledExecutor();
        begun = System.nanoTime();
        clock.scheduleAtFixedRate(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        post("/events", "{\"eventId\":\"%s\",\"name\":\"E\",\"capacity\":%d,\"hasWaitlist\":true}".formatted(event, SEATS))
                .get();
        Thread.sleep(QUIET_MILLIS);
        moment("%d people come", PEOPLE);
        everybody(PEOPLE, AT_ONCE, i -> post("/events/" + event + "/register", "{\"userId\":\"" + user(i) + "\"}"));
        Thread.sleep(QUIET_MILLIS);
        moment("%d leave", LEAVE);
        everybody(LEAVE, AT_ONCE, i -> send("DELETE", "/events/" + event + "/register/" + user(i), ""));
        Thread.sleep(QUIET_MILLIS);
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
    }

    private String user(int i) {
        return event + "-" + i;
    }

    private double now() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void moment(String text, int people) {
        say(text, people);
        moments.put(text.formatted(people), now());
    }

    private static void say(String text, Object... values) {
        System.out.println("flash crowd: " + text.formatted(values));
    }

    private void everybody(int people, int atOnce, IntFunction<CompletableFuture<Integer>> act) throws Exception {
        var free = new Semaphore(atOnce);
        var answers = new TreeMap<Integer, Integer>();
        for (int i = 0; i < people; i++) {
            free.acquire();
            act.apply(i).whenComplete((status, failure) -> {
                synchronized (answers) {
                    answers.merge(failure == null ? status : -1, 1, Integer::sum);
                }
                free.release();
            });
        }
        free.acquire(atOnce);
        say("answers by status %s", answers);
    }

    private CompletableFuture<Integer> post(String path, String body) {
        return send("POST", path, body);
    }

    private CompletableFuture<Integer> send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode());
    }

    private void look() {
        try {
            double second = now();
            var text = client.send(HttpRequest.newBuilder(URI.create(metrics)).build(), BodyHandlers.ofString()).body();
            var samples = new TreeMap<String, Double>();
            text.lines().filter(line -> line.startsWith("usher_")).forEach(line -> {
                int space = line.lastIndexOf(' ');
                samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
            looks.add(new Look(second, samples));
        } catch (IOException | InterruptedException e) {
            say("a look failed: %s", e);
        }
    }

    /** The sum over the series of this name that have these labels. */
    private static double value(Look look, String name, String... labels) {
        return look.samples.entrySet().stream()
                .filter(sample -> sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .filter(sample -> Arrays.stream(labels).allMatch(sample.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private Line gauge(String shown, String name, String... labels) {
        return new Line(shown, looks.stream().map(look -> new double[] {look.second, value(look, name, labels)}).toList());
    }

    private Line rate(String shown, String name, String... labels) {
        return between(shown, (from, to) -> (value(to, name, labels) - value(from, name, labels)) / (to.second - from.second));
    }

    private Line ratio(String shown, String over, String under) {
        return between(shown, (from, to) -> {
            double n = value(to, under) - value(from, under);
            return n == 0 ? 0 : (value(to, over) - value(from, over)) / n;
        });
    }

    /** As Prometheus reckons it: evenly spread within each bucket. In milliseconds. */
    private Line quantile(String shown, double q, String name, String... labels) {
        return between(shown, (from, to) -> {
            var buckets = new TreeMap<Double, Double>();
            to.samples.keySet().stream()
                    .filter(key -> key.startsWith(name + "_bucket{") && Arrays.stream(labels).allMatch(key::contains))
                    .forEach(key -> buckets.merge(bound(key), to.samples.get(key) - from.samples.getOrDefault(key, 0.0), Double::sum));
            double rank = buckets.isEmpty() ? 0 : q * buckets.lastEntry().getValue();
            double lower = 0;
            double below = 0;
            for (var bucket : buckets.entrySet()) {
                if (rank > 0 && bucket.getValue() >= rank) {
                    double upper = Double.isInfinite(bucket.getKey()) ? lower : bucket.getKey();
                    return 1_000 * (lower + (upper - lower) * (rank - below) / (bucket.getValue() - below));
                }
                lower = bucket.getKey();
                below = bucket.getValue();
            }
            return 0;
        });
    }

    private static Double bound(String key) {
        var text = key.replaceAll(".*le=\"([^\"]+)\".*", "$1");
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.valueOf(text);
    }

    private interface Step {
        double of(Look from, Look to);
    }

    private Line between(String shown, Step step) {
        var points = new ArrayList<double[]>();
        for (int i = 1; i < looks.size(); i++) {
            var from = looks.get(Math.max(0, i - LOOKS_A_RATE));
            points.add(new double[] {looks.get(i).second, step.of(from, looks.get(i))});
        }
        return new Line(shown, points);
    }

    private String drawing() {
        var here = "event=\"" + event + "\"";
        var register = "operation=\"register\"";
        var panels = List.of(
                new Panel("answers a second", List.of(
                        rate("register ok", "usher_http_requests_seconds_count", register, "outcome=\"ok\""),
                        rate("unregister ok", "usher_http_requests_seconds_count", "operation=\"unregister\"", "outcome=\"ok\""),
                        rate("busy", "usher_http_requests_seconds_count", "outcome=\"busy\""))),
                new Panel("latency of register, ms", List.of(
                        quantile("p50", 0.5, "usher_http_requests_seconds", register),
                        quantile("p99", 0.99, "usher_http_requests_seconds", register),
                        quantile("p99 wait for a turn", 0.99, "usher_ledger_queue_wait_seconds"))),
                new Panel("changes a turn, on average", List.of(
                        ratio("changes", "usher_ledger_turn_changes_sum", "usher_ledger_turn_changes_count"))),
                new Panel("changes that wait", List.of(gauge("waiting", "usher_ledger_pending"))),
                new Panel("the event", List.of(
                        gauge("seats", "usher_event_capacity", here),
                        gauge("taken", "usher_event_seats_taken", here),
                        gauge("line", "usher_event_line", here))),
                new Panel("promotions a second", List.of(rate("promotions", "usher_ledger_promotions_total"))),
                new Panel("calls to DynamoDB a second", List.of(
                        rate("TransactWriteItems", "usher_dynamodb_calls_seconds_count", "operation=\"TransactWriteItems\""),
                        rate("BatchGetItem", "usher_dynamodb_calls_seconds_count", "operation=\"BatchGetItem\""),
                        rate("Query", "usher_dynamodb_calls_seconds_count", "operation=\"Query\""),
                        rate("GetItem", "usher_dynamodb_calls_seconds_count", "operation=\"GetItem\""))),
                new Panel("latency, ms (p99)", List.of(
                        quantile("turn", 0.99, "usher_ledger_turn_seconds"),
                        quantile("TransactWriteItems", 0.99, "usher_dynamodb_calls_seconds", "TransactWriteItems"))));
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
                .formatted(2 * WIDTH, (panels.size() + 1) / 2 * HEIGHT));
        for (int i = 0; i < panels.size(); i++) {
            svg.append(drawn(panels.get(i), i % 2 * WIDTH, i / 2 * HEIGHT));
        }
        return svg.append("</svg>\n").toString();
    }

    private String drawn(Panel panel, int x, int y) {
        double seconds = looks.get(looks.size() - 1).second;
        double most = panel.lines.stream().flatMap(line -> line.points.stream()).mapToDouble(point -> point[1]).max().orElse(0);
        double top = most <= 0 ? 1 : most;
        int left = 50;
        int width = WIDTH - left - 15;
        int height = HEIGHT - 60;
        var svg = new StringBuilder("<g transform=\"translate(%d,%d)\">\n".formatted(x, y));
        svg.append("<text x=\"%d\" y=\"16\" font-weight=\"bold\">%s</text>\n".formatted(left, panel.title));
        svg.append("<path d=\"M%d 24 v%d h%d\" fill=\"none\" stroke=\"#888\"/>\n".formatted(left, height, width));
        svg.append("<text x=\"%d\" y=\"30\" text-anchor=\"end\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>\n"
                .formatted(left - 4, number(top), left - 4, 24 + height));
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f s</text>\n".formatted(left + width, 38 + height, seconds));
        moments.forEach((text, second) -> svg.append(
                "<path d=\"M%.1f 24 v%d\" stroke=\"#bbb\" stroke-dasharray=\"3 3\"/><text x=\"%.1f\" y=\"33\" fill=\"#999\">%s</text>\n"
                        .formatted(left + second / seconds * width, height, left + second / seconds * width + 3, text)));
        int legend = left;
        for (int i = 0; i < panel.lines.size(); i++) {
            var line = panel.lines.get(i);
            var points = line.points.stream()
                    .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", left + point[0] / seconds * width, 24 + height - point[1] / top * height))
                    .collect(Collectors.joining(" "));
            svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>\n".formatted(COLORS[i], points));
            svg.append("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n".formatted(legend, 38 + height, COLORS[i], line.name));
            legend += 20 + 6 * line.name.length();
        }
        return svg.append("</g>\n").toString();
    }

    private static String number(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
