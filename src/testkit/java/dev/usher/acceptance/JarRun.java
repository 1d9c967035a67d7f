package dev.usher.acceptance;

import dev.usher.dynamodb.TestDynamoDb;
import dev.usher.process.JavaProcess;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Result of a run of the jar that ended by itself.
 *
 * @param exit its exit status
 * @param said its standard output and standard error
 */
record JarRun(int exit, String said) {

    /** Environment with a region, credentials and the address of a store. */
    static Map<String, String> environment(URI store) {
        return new HashMap<>(Map.of(
                "AWS_REGION",
                "eu-central-1",
                "AWS_ACCESS_KEY_ID",
                TestDynamoDb.CREDENTIALS,
                "AWS_SECRET_ACCESS_KEY",
                TestDynamoDb.CREDENTIALS,
                "USHER_DYNAMODB_ENDPOINT",
                store.toString()));
    }

    /**
     * Blocks until the process has ended.
     *
     * @param environment all variables of AWS and Usher that the process gets
     * @param arguments empty ones are left out
     */
    static JarRun of(Map<String, String> environment, String... arguments) throws Exception {
        return fed("", environment, arguments);
    }

    /** Same, with a text on standard input. */
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
