package dev.usher.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A JVM that this one started, with its output in a file. Ends with its owner, and with this JVM at the latest. */
public final class Child implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * @param command what follows {@code java}
     * @param log is written anew
     */
    public static Child start(List<String> command, Map<String, String> environment, Path log) {
        List<String> whole = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        whole.addAll(command);
        try {
            Files.createDirectories(log.getParent());
            var builder = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new Child(builder.start(), log);
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command, e);
        }
    }

    /** Starts several things side by side, which takes as long as the slowest. */
    public static <T> List<T> together(List<Supplier<T>> starts) {
        var starting = starts.stream()
                .map(start -> CompletableFuture.supplyAsync(start, work -> new Thread(work).start()))
                .toList();
        return starting.stream().map(CompletableFuture::join).toList();
    }

    /** The classes of this JVM, with paths that hold from any folder. */
    public static String ownClasses() {
        return System.getProperty("java.class.path");
    }

    static String join(Path... classes) {
        return String.join(
                File.pathSeparator,
                List.of(classes).stream().map(Path::toString).toList());
    }

    /** What it used of the processors since it started, user and system. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** The same of this JVM. */
    public static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    /** @throws IllegalStateException naming the log, when the child has ended */
    void mustLive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("ended with " + process.exitValue() + ", see " + log);
        }
    }

    /** Kills it: what it holds is worth nothing, and to stop with manners takes a server seconds. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
