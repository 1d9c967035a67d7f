package dev.usher.config;

/** Matcher for names of loopback hosts; does no DNS look-up. */
final class LoopbackHosts {
    private static final String HOSTS = "localhost|127[.][0-9.]+|::1|\\[::1]";

    private LoopbackHosts() {}

    static boolean is(String host) {
        return host.matches(HOSTS);
    }
}
