package dev.usher.bench.process;

import dev.usher.bench.canned.BareServer;
import dev.usher.dev.FreePort;
import dev.usher.process.JavaProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Child process that answers from memory: the yardstick for reads, and an endpoint for webhooks. */
public final class BareProcess implements AutoCloseable {
    private final JavaProcess child;
    private final URI uri;

    private BareProcess(JavaProcess child, URI uri) {
        this.child = child;
        this.uri = uri;
    }

    /** @param bodyLengths bytes of the body of a user, and of an event */
    public static BareProcess start(List<Integer> bodyLengths, Path logs, String... jvm) {
        int port = FreePort.any();
        List<String> command = new ArrayList<>(List.of("-Xms256m", "-Xmx256m"));
        command.addAll(List.of(jvm));
        command.addAll(List.of("-cp", JavaProcess.ownClasses(), BareServer.class.getName(), Integer.toString(port)));
        bodyLengths.forEach(length -> command.add(Integer.toString(length)));
        var child = JavaProcess.start(command, Map.of(), logs.resolve("BareServer-" + port + ".log"));
        URI uri = URI.create("http://127.0.0.1:" + port);
        Control.await(child, uri);
        return new BareProcess(child, uri);
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
