package dev.usher.http;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.usher.http.connection.OctetBudget;
import java.lang.management.ManagementFactory;

/**
 * Limits of the API, derived at startup from the heap, the direct memory and the file descriptors of the process, so
 * that clients exhaust none of them. Connections and streams have a fixed share of the heap each, reserved in advance;
 * requests, bodies and unsent responses share {@code octets}, which are counted in {@link OctetBudget}.
 *
 * @param connections of all clients
 * @param streams live streams of each event loop
 * @param octets of each event loop
 */
public record EdgeLimits(int connections, int streams, long octets) {
    /** Octets of heap for one idle connection, measured: 7,600 and 14,700 before its first request. */
    static final int PLAIN_CONNECTION = 8 * 1024;

    static final int TLS_CONNECTION = 20 * 1024;
    /** Octets of heap for one live stream, besides its connection. */
    static final int STREAM = 8 * 1024;

    /** File descriptors for the store's connections, the management port and files. */
    static final int RESERVED_DESCRIPTORS = 256;

    private static final int CONNECTIONS_PART = 3;
    private static final int STREAMS_PART = 8;
    private static final int OCTETS_PART = 8;
    private static final int DIRECT_PART = 3;
    /** Inverse of the share of all connections that one address may have, so that no client takes them all. */
    private static final int ADDRESSES = 4;

    private static final int MIN_COUNT = 64;
    private static final int MAX_STREAMS = 10_000;
    private static final long MIN_OCTETS = 256 * 1024;

    /**
     * @param heap maximum size in octets
     * @param direct maximum size in octets of buffers outside the heap
     * @param descriptors file descriptors that may still be opened
     * @param loops event loops of the API
     */
    static EdgeLimits of(long heap, long direct, long descriptors, int loops, boolean tls) {
        long byMemory = heap / CONNECTIONS_PART / (tls ? TLS_CONNECTION : PLAIN_CONNECTION);
        return new EdgeLimits(
                (int) Math.max(MIN_COUNT, Math.min(byMemory, descriptors - RESERVED_DESCRIPTORS)),
                (int) Math.max(MIN_COUNT, Math.min(heap / STREAMS_PART / loops / STREAM, MAX_STREAMS)),
                Math.max(MIN_OCTETS, Math.min(heap / OCTETS_PART, direct / DIRECT_PART) / loops));
    }

    public static EdgeLimits ofThisProcess(boolean tls) {
        long heap = Runtime.getRuntime().maxMemory();
        return of(heap, directMemory(heap), descriptors(), Runtime.getRuntime().availableProcessors(), tls);
    }

    /** @param configured limit of each address; 0 for none */
    public int connectionsPerAddress(int configured) {
        return configured == 0 ? connections : Math.min(configured, Math.max(1, connections / ADDRESSES));
    }

    /** Returns the limit in octets; without the option the JVM allows as much as the heap. */
    private static long directMemory(long heap) {
        var option = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize");
        long octets = Long.parseLong(option.getValue());
        return octets == 0 ? heap : octets;
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount()
                : Integer.MAX_VALUE;
    }
}
