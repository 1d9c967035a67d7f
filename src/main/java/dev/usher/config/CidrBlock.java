package dev.usher.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * IP network, down to a single address.
 *
 * @param address the first address
 * @param bits number of leading bits that the addresses share
 */
public record CidrBlock(InetAddress address, int bits) {

    /** Parses an address, alone or with a prefix length after a slash; does no DNS look-up. */
    static Optional<CidrBlock> parse(String text) {
        var parts = text.split("/", -1);
        var octets = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (octets == null || parts.length > 2) {
            return Optional.empty();
        }
        try {
            var address = InetAddress.getByAddress(octets);
            int most = address.getAddress().length * Byte.SIZE;
            var bits = parts.length == 2 ? parts[1] : Integer.toString(most);
            return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= most
                    ? Optional.of(new CidrBlock(address, Integer.parseInt(bits)))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        var mine = address.getAddress();
        var others = other.getAddress();
        if (mine.length != others.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 1 << Byte.SIZE - 1 - bit % Byte.SIZE;
            if (((mine[bit / Byte.SIZE] ^ others[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
