package dev.usher.bench.process;

/**
 * Variant of the server: a main class that reads Usher's settings and serves Usher's API. All peers run on the same
 * class path, the production jar first, so that they differ only in what their main class assembles.
 */
public record Peer(String name, String mainClass) {
    /** The product. */
    public static final Peer LEDGER = new Peer("ledger", "dev.usher.Usher");

    /** The same HTTP layer over one conditional transaction for each registration. */
    public static final Peer DIRECT = new Peer("direct", "dev.usher.bench.direct.DirectUsher");

    /** The product on a store that answers from memory. */
    public static final Peer CANNED = new Peer("canned", "dev.usher.bench.canned.CannedUsher");
}
