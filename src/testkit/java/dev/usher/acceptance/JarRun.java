package dev.usher.acceptance;

import dev.usher.process.JavaProcess;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The jar, run until it ended by itself.
 *
 * @param exit its exit status
 * @param said what it wrote to its two outputs
 */
record JarRun(int exit, String said) {

    /**
     * Blocks until the process has ended.
     *
     * @param environment all that the process finds of AWS's and Usher's variables
     * @param arguments empty ones are left out
     */
    static JarRun of(Map<String, String> environment, String... arguments) throws Exception {
        return fed("", environment, arguments);
    }

    /** As above, with a text on standard input. */
    static JarRun fed(String input, Map<String, String> environment, String... arguments) throws Exception {
        var command = Stream.concat(
                        UsherJar.quickly("-Xmx128m").stream(),
                        Stream.of(arguments).filter(argument -> !argument.isEmpty()))
                .toList();
        var log = Files.createTempFile(Path.of("target"), "run-", ".log");
        var fed = Files.writeString(Files.createTempFile(Path.of("target"), "run-", ".in"), input);
        try (var process = JavaProcess.start(List.copyOf(command), environment, Redirect.from(fed.toFile()), log)) {
            int exit = process.exit();
            return new JarRun(exit, Files.readString(log));
        } finally {
            Files.delete(log);
            Files.delete(fed);
        }
    }
}
