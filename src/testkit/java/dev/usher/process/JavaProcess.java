package dev.usher.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Child JVM with its output in a file. Killed when its owner closes it, at the latest when this JVM ends. Inherits no
 * variable of AWS or Usher.
 */
public final class JavaProcess implements AutoCloseable {
    /** Options for a process that starts quickly and whose speed no test measures. */
    public static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final long EXIT_SECONDS = 300;

    private final Process process;
    private final Path log;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * @param command arguments of {@code java}
     * @param log file that the output is appended to
     */
    public static JavaProcess start(List<String> command, Map<String, String> environment, Path log) {
        return start(command, environment, ProcessBuilder.Redirect.PIPE, log);
    }

    /** @param input standard input of the process */
    public static JavaProcess start(
            List<String> command, Map<String, String> environment, ProcessBuilder.Redirect input, Path log) {
        List<String> whole = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        whole.addAll(command);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            var builder = new ProcessBuilder(whole)
                    .redirectInput(input)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("USHER_"));
            builder.environment().putAll(environment);
            return new JavaProcess(builder.start(), log);
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command, e);
        }
    }

    /** Runs several starts in parallel; takes as long as the slowest. */
    public static <T> List<T> together(List<Supplier<T>> starts) {
        var starting = starts.stream()
                .map(start -> CompletableFuture.supplyAsync(start, work -> new Thread(work).start()))
                .toList();
        return starting.stream().map(CompletableFuture::join).toList();
    }

    /** Class path of this JVM, with absolute paths. */
    public static String ownClasses() {
        return System.getProperty("java.class.path");
    }

    public static String join(Path... classes) {
        return String.join(
                File.pathSeparator,
                List.of(classes).stream().map(Path::toString).toList());
    }

    public long pid() {
        return process.pid();
    }

    /** Processor time used since the start, user and system. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Same for this JVM. */
    public static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    /** @throws IllegalStateException naming the log, if the process has ended */
    public void mustLive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("ended with " + process.exitValue() + ", see " + log);
        }
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for the end of the process and returns its exit status. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("has not ended after " + EXIT_SECONDS + " s, see " + log);
        }
        return process.exitValue();
    }

    /** SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
