package dev.usher.config;

/** The hosts that only this machine reaches, by their names: none is looked up. */
final class Loopback {
    private static final String HOSTS = "localhost|127[.][0-9.]+|::1|\\[::1]";

    private Loopback() {}

    static boolean is(String host) {
        return host.matches(HOSTS);
    }
}
