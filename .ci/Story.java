import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Three people, two seats: walks the story of one event through a running Usher, from outside and with nothing but the
 * JDK. Ends with 0 when every answer was the right one.
 *
 * <p>{@code java .ci/Story.java http://127.0.0.1:8080 http://127.0.0.1:9090}
 */
final class Story {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final String api;
    /** So that the story can be walked again on the same tables. */
    private final String run = Long.toString(System.currentTimeMillis(), 36);

    private Story(String api) {
        this.api = api;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: java Story.java API-URL MANAGEMENT-URL");
            System.exit(2);
        }
        var story = new Story(arguments[0]);
        try {
            story.untilReady(arguments[1] + "/health/ready");
            story.walk();
        } catch (IllegalStateException e) {
            System.err.println("story: " + e.getMessage());
            System.exit(1);
        }
        System.out.println("story: every answer was right");
    }

    private void walk() throws Exception {
        var ada = "ada-" + run;
        var grace = "grace-" + run;
        var edsger = "edsger-" + run;
        var concert = "/events/concert-" + run;
        var register = concert + "/register";

        for (var user : new String[] {ada, grace, edsger}) {
            post("/users", "{'userId':'" + user + "','name':'" + user + "'}").is(201).says("'userId':'" + user + "'");
        }
        post("/users", "{'userId':'" + ada + "','name':'Another'}").is(409).says("user-exists");
        post("/users", "{'name':7}").is(400);
        post("/events", "{'eventId':'concert-" + run + "','name':'Concert','capacity':2,'hasWaitlist':true}")
                .is(201)
                .says("'currentRegistrations':0");

        post(register, "{'userId':'" + ada + "'}").is(200).says("'status':'registered'");
        post(register, "{'userId':'" + grace + "'}").is(200).says("'status':'registered'");
        post(register, "{'userId':'" + edsger + "'}")
                .is(200)
                .says("'status':'waitlisted'")
                .says("'waitlistPosition':1");
        post(register, "{'userId':'" + ada + "'}").is(409).says("already-registered");
        post(register, "{'userId':'nobody-" + run + "'}").is(404).says("user-not-found");

        send("DELETE", register + "/" + ada, "").is(200).says("'promoted':'" + edsger + "'");
        send("DELETE", register + "/" + ada, "").is(404).says("registration-not-found");
        get(concert).is(200).says("'currentRegistrations':2");
        eventually("/users/" + edsger + "/events?status=registered", "'eventId':'concert-" + run + "'");
        eventually("/users/" + ada + "/events", "'events':[]");
    }

    private void untilReady(String url) throws InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                if (client.send(request(url).GET().build(), BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // it has not come up so far
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not ready after " + START.toSeconds() + " s: " + url);
            }
            Thread.sleep(50);
        }
    }

    /** A user's events come from an index that follows a moment later. */
    private void eventually(String path, String part) throws Exception {
        var deadline = System.nanoTime() + ANSWER.toNanos();
        var answer = get(path).is(200);
        while (!answer.contains(part) && System.nanoTime() < deadline) {
            Thread.sleep(100);
            answer = get(path).is(200);
        }
        answer.says(part);
    }

    private Answer get(String path) throws Exception {
        return send("GET", path, "");
    }

    private Answer post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private Answer send(String method, String path, String body) throws Exception {
        var request = request(api + path)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(quoted(body)))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return new Answer(method + " " + path, response.statusCode(), response.body());
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER);
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private record Answer(String request, int status, String body) {
        Answer is(int expected) {
            return require(status == expected, Integer.toString(expected));
        }

        Answer says(String part) {
            return require(contains(part), quoted(part));
        }

        boolean contains(String part) {
            return body.contains(quoted(part));
        }

        private Answer require(boolean met, String expected) {
            if (!met) {
                throw new IllegalStateException(
                        request + " was answered " + status + " " + body + ", without " + expected);
            }
            return this;
        }
    }
}
