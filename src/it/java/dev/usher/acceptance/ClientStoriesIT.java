package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.dynamodb.TestDynamoDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The README's story with clients of the contract in other languages; skipped where they were not built. */
class ClientStoriesIT {
    private static final Path BUILD = Path.of(".ci", "contract", "build");
    private static final long TIMEOUT_SECONDS = 120;
    private static LocalUsher usher;

    @BeforeAll
    static void start() throws Exception {
        usher = LocalUsher.start(TestDynamoDb.endpoint(), TestDynamoDb.newPrefix(), Map.of());
    }

    @AfterAll
    static void stop() {
        usher.close();
    }

    @Test
    void openapiTypescript() throws Exception {
        NodeScript.run("build/story.js", usher.uri().toString());
    }

    @Test
    void heyApi() throws Exception {
        NodeScript.run("build/hey-api.js", usher.uri().toString());
    }

    @Test
    void go() throws Exception {
        run("go", List.of(BUILD.resolve("go/story").toString()));
    }

    @Test
    void python() throws Exception {
        run("python", List.of(BUILD.resolve("python/venv/bin/python").toString(), ".ci/contract/python/story.py"));
    }

    private static void run(String name, List<String> command) throws Exception {
        assumeTrue(Files.isExecutable(Path.of(command.get(0))), "skipped: .ci/contract/clients did not build " + name);
        var log = Path.of("target", name + "-story.log");
        var arguments = new ArrayList<>(command);
        arguments.add(usher.uri().toString());
        var process = new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("ends in time")
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
