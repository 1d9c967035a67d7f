package dev.usher.bench.process;

import dev.usher.bench.canned.BareServer;
import dev.usher.bench.canned.CannedStore;
import dev.usher.dev.FreePort;
import dev.usher.process.JavaProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Child process that answers from memory: the canned store, or the bare yardstick. */
public final class Canned implements AutoCloseable {
    private final JavaProcess child;
    private final URI uri;

    private Canned(JavaProcess child, URI uri) {
        this.child = child;
        this.uri = uri;
    }

    public static Canned store(Path logs) {
        return start(CannedStore.class, logs);
    }

    /** @param bodyLengths bytes of the body of a user, and of an event */
    public static Canned bareServer(List<Integer> bodyLengths, Path logs, String... jvm) {
        return start(
                BareServer.class,
                logs,
                bodyLengths.stream().map(String::valueOf).toList(),
                jvm);
    }

    private static Canned start(Class<?> main, Path logs) {
        return start(main, logs, List.of());
    }

    private static Canned start(Class<?> main, Path logs, List<String> arguments, String... jvm) {
        int port = FreePort.any();
        List<String> command = new ArrayList<>(List.of("-Xms256m", "-Xmx256m"));
        command.addAll(List.of(jvm));
        command.addAll(List.of("-cp", JavaProcess.ownClasses(), main.getName(), Integer.toString(port)));
        command.addAll(arguments);
        var child = JavaProcess.start(command, Map.of(), logs.resolve(main.getSimpleName() + "-" + port + ".log"));
        URI uri = URI.create("http://127.0.0.1:" + port);
        Control.await(child, uri);
        return new Canned(child, uri);
    }

    public URI uri() {
        return uri;
    }

    public Duration cpu() {
        return child.cpu();
    }

    @Override
    public void close() {
        child.close();
    }
}
