package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.usher.audit.LocalClient;
import dev.usher.dynamodb.TestDynamoDb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jar finds credentials in every place where a deployment keeps them, and signs its calls to DynamoDB with them.
 */
class CredentialsIT {
    private static final String KEY = "AKIDFROMTHERE";
    private static final Pattern SIGNED_BY = Pattern.compile("Credential=([^/]+)/");
    private static final Set<String> NOT_FORWARDED = Set.of("connection", "content-length", "host");

    @TempDir
    private static Path folder;

    private final Set<String> signers = ConcurrentHashMap.newKeySet();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    /** Source of credentials, as environment variables. */
    interface Place {
        Map<String, String> at(URI server) throws IOException;
    }

    /** Its first call may take longer than the check's patience. */
    @BeforeAll
    static void warmUpTheStore() {
        try (var dynamo = LocalClient.of(TestDynamoDb.endpoint())) {
            dynamo.listTables().join();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.createContext("/agent/credentials", CredentialsIT::containerCredentials);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    static Stream<Arguments> places() {
        Place keys = server -> Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", "secret");
        Place profile = server -> Map.of(
                "AWS_PROFILE",
                "usher",
                "AWS_SHARED_CREDENTIALS_FILE",
                file("credentials", "[usher]\naws_access_key_id=" + KEY + "\naws_secret_access_key=secret\n"));
        Place webIdentity = server -> Map.of(
                "AWS_WEB_IDENTITY_TOKEN_FILE", file("web-identity", "the-pods-token"),
                "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/usher",
                "AWS_ENDPOINT_URL_STS", server.toString());
        Place container = server -> Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                server.resolve("/agent/credentials").toString(),
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                file("container", "the-pods-token"));
        return Stream.of(
                Arguments.of("static keys", keys),
                Arguments.of("a profile", profile),
                Arguments.of("a web identity token (IRSA)", webIdentity),
                Arguments.of("the container's endpoint (Pod Identity, ECS)", container));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void checkSucceedsWithCredentialsFrom(String name, Place place) throws Exception {
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var environment = new HashMap<>(Map.of(
                "AWS_REGION",
                "eu-central-1",
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "AWS_SHARED_CREDENTIALS_FILE",
                folder.resolve("none").toString(),
                "AWS_CONFIG_FILE",
                folder.resolve("none").toString(),
                "USHER_DYNAMODB_ENDPOINT",
                address.toString(),
                "USHER_TABLE_PREFIX",
                TestDynamoDb.newPrefix(),
                "USHER_CREATE_TABLES",
                "true"));
        environment.putAll(place.at(address));

        var check = JarRun.of(environment, "--check");

        assertThat(check.said()).contains("the settings can be used, and DynamoDB answers");
        assertThat(check.exit()).isZero();
        assertThat(signers).containsExactly(KEY);
    }

    private static String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    /** STS and DynamoDB share an address: the SDK keeps no path of an endpoint. */
    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
            forward(exchange);
        } else {
            assumeRole(exchange);
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        var request = HttpRequest.newBuilder(TestDynamoDb.endpoint().resolve(exchange.getRequestURI()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        var signature = SIGNED_BY.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
        assertThat(signature.find()).isTrue();
        signers.add(signature.group(1));
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().firstValue("x-amz-crc32").ifPresent(sum -> exchange.getResponseHeaders()
                    .set("x-amz-crc32", sum));
            answer(exchange, answer.statusCode(), "application/x-amz-json-1.0", answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assumeRole(HttpExchange exchange) throws IOException {
        var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean known = asked.contains("Action=AssumeRoleWithWebIdentity")
                && asked.contains("WebIdentityToken=the-pods-token")
                && asked.contains("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fusher");
        var answer =
                """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult>
                    <Credentials>
                      <AccessKeyId>%s</AccessKeyId>
                      <SecretAccessKey>secret</SecretAccessKey>
                      <SessionToken>session</SessionToken>
                      <Expiration>2099-01-01T00:00:00Z</Expiration>
                    </Credentials>
                  </AssumeRoleWithWebIdentityResult>
                </AssumeRoleWithWebIdentityResponse>
                """
                        .formatted(KEY);
        answer(exchange, known ? 200 : 403, "text/xml", answer.getBytes(StandardCharsets.UTF_8));
    }

    private static void containerCredentials(HttpExchange exchange) throws IOException {
        boolean known = "the-pods-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        var answer =
                """
                {"AccessKeyId": "%s", "SecretAccessKey": "secret", "Token": "session", "Expiration": "2099-01-01T00:00:00Z"}
                """
                        .formatted(KEY);
        answer(exchange, known ? 200 : 401, "application/json", answer.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
