package dev.usher.storeproxy;

import dev.usher.dev.EmbeddedDynamoDb;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;

/**
 * Store in a separate process: the proxy, its admin endpoint and, unless one is given, the DynamoDB Local behind it.
 * Arguments: {@code proxyPort adminPort store}, where the store is {@code memory}, {@code disk:FOLDER} or the URI of a
 * running one. Prints one line when it is ready, and runs until it is killed.
 */
public final class StoreProcess {
    public static final String READY = "store is ready";

    private StoreProcess() {}

    public static void main(String[] arguments) throws Exception {
        int proxyPort = Integer.parseInt(arguments[0]);
        int adminPort = Integer.parseInt(arguments[1]);
        URI store = store(arguments[2]);
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        StoreProxy.start(vertx, store, proxyPort, FaultProfile.KIND)
                .compose(proxy -> StoreProxyAdmin.listen(vertx, proxy, adminPort))
                .onComplete(admin -> System.out.println(READY), failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    private static URI store(String argument) throws Exception {
        if (argument.equals("memory")) {
            return EmbeddedDynamoDb.inMemory().endpoint();
        }
        if (argument.startsWith("disk:")) {
            return EmbeddedDynamoDb.on(Path.of(argument.substring("disk:".length())))
                    .endpoint();
        }
        return URI.create(argument);
    }
}
