package dev.usher.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the API's network edge: TLS, CORS, limits and trusted proxies.
 *
 * @param tls empty for plain HTTP
 * @param origins origins whose pages may call from a browser, in the form that a browser sends
 * @param requestsPerSecond for each client; 0 for no limit
 * @param connectionsPerAddress 0 for as many as all addresses together
 * @param proxies proxies whose {@code X-Forwarded-For} is trusted
 */
public record EdgeSettings(
        Optional<CertificateFiles> tls,
        List<String> origins,
        int requestsPerSecond,
        int connectionsPerAddress,
        List<IpSubnetFilterRule> proxies) {
    private static final int MAX_REQUESTS = 1_000_000;
    private static final int MAX_CONNECTIONS = 1_000_000;
    /** Default with authentication; without it there is no limit. */
    private static final int DEFAULT_REQUESTS = 100;

    private static final String ORIGIN = "https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?";

    /** PEM files of a certificate and its key. */
    public record CertificateFiles(Path certificate, Path key) {}

    static EdgeSettings read(SettingsReader read) {
        return new EdgeSettings(
                pair(read),
                read.list(
                        Setting.USHER_CORS_ORIGINS,
                        ORIGIN,
                        "is not a list of origins: a scheme, a host in lower case, a port but not the default one"),
                requests(read),
                (int) read.number(Setting.USHER_CONNECTIONS_PER_ADDRESS, 0, MAX_CONNECTIONS),
                read.list(
                        Setting.USHER_TRUSTED_PROXIES,
                        EdgeSettings::network,
                        "is not a list of IP addresses and IP networks"));
    }

    public boolean trusts(InetAddress address) {
        var peer = new InetSocketAddress(address, 0);
        return proxies.stream().anyMatch(proxy -> proxy.matches(peer));
    }

    /** Parses an address, alone or with a prefix length after a slash; does no DNS look-up. */
    private static Optional<IpSubnetFilterRule> network(String text) {
        var parts = text.split("/", -1);
        var octets = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (octets == null || parts.length > 2 || parts.length == 2 && !parts[1].matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        try {
            var address = InetAddress.getByAddress(octets);
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : address.getAddress().length * Byte.SIZE;
            return Optional.of(new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT));
        } catch (UnknownHostException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<CertificateFiles> pair(SettingsReader read) {
        var certificate = read.given(Setting.USHER_TLS_CERTIFICATE);
        var key = read.given(Setting.USHER_TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            var given = key.isPresent() ? Setting.USHER_TLS_KEY : Setting.USHER_TLS_CERTIFICATE;
            var missing = key.isPresent() ? Setting.USHER_TLS_CERTIFICATE : Setting.USHER_TLS_KEY;
            read.wrong(given, "is not enough for TLS: " + missing + " is missing");
        }
        for (var setting : List.of(Setting.USHER_TLS_CERTIFICATE, Setting.USHER_TLS_KEY)) {
            var file = read.given(setting);
            if (file.isPresent() && !Files.isReadable(Path.of(file.get()))) {
                read.wrong(setting, "is not a readable file");
            }
        }
        return certificate.isEmpty() || key.isEmpty()
                ? Optional.empty()
                : Optional.of(new CertificateFiles(Path.of(certificate.get()), Path.of(key.get())));
    }

    private static int requests(SettingsReader read) {
        if (read.given(Setting.USHER_RATE_LIMIT).isPresent()) {
            return (int) read.number(Setting.USHER_RATE_LIMIT, 0, MAX_REQUESTS);
        }
        return read.given(Setting.USHER_AUTH).filter("oidc"::equals).isPresent() ? DEFAULT_REQUESTS : 0;
    }
}
