package dev.usher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Xmx128m", "-jar", System.getProperty("usher.jar")));
        Stream.of(arguments).filter(argument -> !argument.isEmpty()).forEach(command::add);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("USHER_"));
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new JarRun(process.exitValue(), said);
    }
}
