package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a script of {@code .ci/contract} with Node and the packages that {@code .ci/contract/run} installs. Skips the
 * test, with a message, where they are missing. Blocks its caller.
 */
final class NodeScript {
    private static final Path HOME = Path.of(".ci", "contract");
    private static final long TIMEOUT_SECONDS = 240;

    private NodeScript() {}

    /** Fails, with the script's output, unless the script exits with 0. */
    static void run(String script, String... arguments) throws IOException, InterruptedException {
        var node = onPath("node");
        assumeTrue(node.isPresent(), "skipped: there is no Node");
        assumeTrue(
                Files.isDirectory(HOME.resolve("node_modules")) && Files.exists(HOME.resolve(script)),
                "skipped: " + HOME.resolve("run") + " was not run");
        run(node.get(), HOME, script, arguments);
    }

    /** Runs a script that needs no packages, in the project's directory. */
    static void runAlone(String script, String... arguments) throws IOException, InterruptedException {
        var node = onPath("node");
        assumeTrue(node.isPresent(), "skipped: there is no Node");
        run(node.get(), Path.of(""), script, arguments);
    }

    private static void run(Path node, Path directory, String script, String... arguments)
            throws IOException, InterruptedException {
        var log = Path.of("target", Path.of(script).getFileName() + ".log");
        List<String> command = new ArrayList<>(List.of(node.toString(), script));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            var ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            var said = Files.readString(log);
            assertThat(ended).as("%s is not done: %s", script, said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            System.out.print(said);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** First of these programs that is on the path. */
    static Optional<Path> onPath(String... names) {
        return Arrays.stream(names).flatMap(NodeScript::places).findFirst();
    }

    private static Stream<Path> places(String name) {
        return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable);
    }
}
