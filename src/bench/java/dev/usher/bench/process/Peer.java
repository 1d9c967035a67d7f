package dev.usher.bench.process;

import dev.usher.process.JavaProcess;
import java.nio.file.Path;

/**
 * Variant of the server: a main class that reads Usher's settings and serves Usher's API. All peers but an earlier
 * version run on the same class path, the production jar first, so that they differ only in what their main class
 * assembles.
 */
public record Peer(String name, String mainClass, String classPath) {
    private static final Path TARGET = Path.of("target");
    private static final String OWN = JavaProcess.join(TARGET.resolve("usher.jar"), TARGET.resolve("test-classes"));
    private static final String PRODUCT = "dev.usher.Usher";

    /** The product. */
    public static final Peer LEDGER = new Peer("ledger", PRODUCT, OWN);

    /** The same HTTP layer over one conditional transaction for each registration. */
    public static final Peer DIRECT = new Peer("direct", "dev.usher.bench.direct.DirectUsher", OWN);

    /** The product on a store that answers from memory. */
    public static final Peer CANNED = new Peer("canned", "dev.usher.bench.canned.CannedUsher", OWN);

    /** The product as an earlier build assembled it. */
    public static Peer earlier(Path jar) {
        return new Peer("earlier", PRODUCT, jar.toString());
    }

    /** The same under another name. */
    public Peer named(String other) {
        return new Peer(other, mainClass, classPath);
    }
}
