package dev.usher.bench.process;

import dev.usher.dev.FreePort;
import dev.usher.process.JavaProcess;
import dev.usher.storeproxy.FaultProfile;
import dev.usher.storeproxy.FaultProfileJson;
import dev.usher.storeproxy.ProxyCounters;
import dev.usher.storeproxy.StoreProcess;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** DynamoDB Local behind its proxy, both in one child process. */
public final class Store implements AutoCloseable {
    private final JavaProcess child;
    private final URI endpoint;
    private final URI admin;

    private Store(JavaProcess child, int port, int adminPort) {
        this.child = child;
        endpoint = URI.create("http://127.0.0.1:" + port);
        admin = URI.create("http://127.0.0.1:" + adminPort + "/");
    }

    /** @param kind {@code memory} or {@code disk:FOLDER} */
    public static Store start(String kind, Path logs) {
        int port = FreePort.any();
        int adminPort = FreePort.any();
        var child = JavaProcess.start(
                List.of(
                        "-Xmx1g",
                        "-cp",
                        JavaProcess.ownClasses(),
                        StoreProcess.class.getName(),
                        Integer.toString(port),
                        Integer.toString(adminPort),
                        kind),
                Map.of(),
                logs.resolve("store-" + port + ".log"));
        var store = new Store(child, port, adminPort);
        Control.await(child, store.admin.resolve("/__counts"));
        return store;
    }

    public URI endpoint() {
        return endpoint;
    }

    public void behave(FaultProfile manners) {
        Control.send("PUT", admin.resolve("/__manners"), FaultProfileJson.write(manners));
    }

    public ProxyCounters counts() {
        JsonObject json = Control.send("GET", admin.resolve("/__counts"), null);
        return ProxyCounters.read(json);
    }

    public Duration cpu() {
        return child.cpu();
    }

    public void resetCounts() {
        Control.send("DELETE", admin.resolve("/__counts"), null);
    }

    @Override
    public void close() {
        child.close();
    }
}
