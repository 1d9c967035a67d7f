package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Capability;
import dev.usher.audit.TableAudit;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * Runs the image as documented: read-only, without privileges, in 256 MiB, beside a DynamoDB Local. Needs a container
 * engine.
 */
@Tag("soak")
@Tag("measured")
@EnabledIf(value = "engineAnswers", disabledReason = "no container engine answers: the image is neither built nor run")
class ImageIT {
    private static final int PORT = 8080;
    private static final int MANAGEMENT_PORT = 9090;
    private static final int STORE_PORT = 8000;
    private static final long MEMORY = 256L << 20;
    private static final int PEOPLE = 1_000;
    private static final int SEATS = 300;

    /** The start is meant to take two seconds on two processors of its own. */
    private static final long START_MILLIS = 8_000;

    private static final Pattern START = Pattern.compile("serving .* after=([0-9]+)ms");

    private static GenericContainer<?> store;
    private static GenericContainer<?> usher;

    static boolean engineAnswers() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            System.out.println("image: the container engine cannot run the helper of Testcontainers: " + e);
            return false;
        }
    }

    /** The server joins the store's network, so that neither has to find the other by name. */
    @BeforeAll
    static void start() {
        store = new GenericContainer<>("amazon/dynamodb-local:2.6.1")
                .withExposedPorts(STORE_PORT, PORT, MANAGEMENT_PORT)
                .waitingFor(Wait.forLogMessage("(?s).*Port:.*", 1));
        store.start();
        usher = new GenericContainer<>(image())
                .withNetworkMode("container:" + store.getContainerId())
                .withEnv("USHER_DYNAMODB_ENDPOINT", "http://127.0.0.1:" + STORE_PORT)
                .withEnv("USHER_CREATE_TABLES", "true")
                .withEnv("USHER_AUTH", "none")
                .withEnv("USHER_MANAGEMENT_HOST", "0.0.0.0")
                .withEnv("AWS_REGION", "eu-central-1")
                .withEnv("AWS_ACCESS_KEY_ID", "local")
                .withEnv("AWS_SECRET_ACCESS_KEY", "local")
                .withCreateContainerCmdModifier(create -> create.getHostConfig()
                        .withReadonlyRootfs(true)
                        .withMemory(MEMORY)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges")))
                .waitingFor(Wait.forLogMessage("(?s).*serving .*", 1).withStartupTimeout(Duration.ofMinutes(2)));
        usher.start();
    }

    /** Built from the files that {@code .dockerignore} lets in. */
    private static ImageFromDockerfile image() {
        var image = new ImageFromDockerfile("usher-test", false);
        for (var file : List.of("Dockerfile", "LICENSE", "openapi.yaml", "pom.xml", "src/image", "src/main")) {
            image.withFileFromPath(file, Path.of(file));
        }
        return image;
    }

    @AfterAll
    static void stop() {
        usher.close();
        store.close();
    }

    @Test
    void servesCrowdAndEndsInOrder() throws Exception {
        var started = START.matcher(usher.getLogs());
        assertThat(started.find()).isTrue();
        assertThat(run("ls", "/opt/usher").getStdout().split("\n")).containsExactly("usher.aot", "usher.jar");

        var api = new ApiClient(uri(PORT));
        assertThat(ConcurrentRunner.act(
                        PEOPLE, 16, person -> api.user("p" + person).status()))
                .containsOnly(201);
        assertThat(api.event("jazz", SEATS, true).status()).isEqualTo(201);
        var words = ConcurrentRunner.act(
                PEOPLE, 64, person -> api.register("jazz", "p" + person).word());
        assertThat(words).filteredOn("registered"::equals).hasSize(SEATS);
        assertThat(words).filteredOn("waitlisted"::equals).hasSize(PEOPLE - SEATS);
        var first = api.get("/events/jazz/registrations?status=waitlisted&limit=1")
                .body()
                .at("/registrations/0/userId")
                .asText();
        assertThat(api.unregister("jazz", "p" + words.indexOf("registered")).text("promoted"))
                .isEqualTo(first);
        TableAudit.strict(uri(STORE_PORT), "").assertClean();
        var health = run("java", "-XX:+UseSerialGC", "-Xmx8m", "-cp", "usher.jar", "dev.usher.ops.HealthCheck");
        assertThat(health.getExitCode()).as(health.getStderr()).isZero();
        System.out.println(
                "image: " + run("grep", "-E", "VmRSS|VmHWM", "/proc/1/status").getStdout());

        var client = usher.getDockerClient();
        client.killContainerCmd(usher.getContainerId()).withSignal("TERM").exec();
        int exit = client.waitContainerCmd(usher.getContainerId())
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(90, TimeUnit.SECONDS);
        assertThat(exit).isZero();
        assertThat(usher.getLogs().lines().filter(line -> !line.isBlank()))
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .noneMatch(line -> line.contains("Name of"));
        assertThat(Long.parseLong(started.group(1))).isLessThan(START_MILLIS);
    }

    private static Container.ExecResult run(String... command) throws Exception {
        return usher.execInContainer(command);
    }

    private static URI uri(int port) {
        return URI.create("http://" + store.getHost() + ":" + store.getMappedPort(port));
    }
}
