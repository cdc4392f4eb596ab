package io.recordsync.connectors.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which addresses are public on the Internet, following IANA's registries of special-purpose addresses. */
final class PublicAddress {

    /**
     * This network, private use, shared address space of carriers, loopback, link-local, protocol assignments,
     * documentation, benchmarks, multicast, reserved.
     */
    private static final List<Range> SPECIAL_4 = List.of(
            new Range(8, 0),
            new Range(8, 10),
            new Range(10, 100, 64),
            new Range(8, 127),
            new Range(16, 169, 254),
            new Range(12, 172, 16),
            new Range(24, 192, 0, 0),
            new Range(24, 192, 0, 2),
            new Range(24, 192, 88, 99),
            new Range(16, 192, 168),
            new Range(15, 198, 18),
            new Range(24, 198, 51, 100),
            new Range(24, 203, 0, 113),
            new Range(3, 224));

    /** Global unicast. All other addresses are loopback, local, multicast, or another form of an IPv4 address. */
    private static final Range GLOBAL_6 = new Range(3, 0x20);

    /**
     * Protocol assignments including Teredo, documentation, and 6to4. Teredo and 6to4 addresses can contain a private
     * IPv4 address.
     */
    private static final List<Range> SPECIAL_6 = List.of(
            new Range(23, 0x20, 0x01, 0x00),
            new Range(32, 0x20, 0x01, 0x0d, 0xb8),
            new Range(16, 0x20, 0x02),
            new Range(20, 0x3f, 0xff, 0x00));

    private PublicAddress() {}

    static boolean is(@Nullable InetAddress address) {
        if (address == null) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? SPECIAL_4.stream().noneMatch(range -> range.holds(bytes))
                : GLOBAL_6.holds(bytes) && SPECIAL_6.stream().noneMatch(range -> range.holds(bytes));
    }

    private record Range(int bits, List<Integer> prefix) {

        Range(int bits, Integer... prefix) {
            this(bits, Arrays.asList(prefix));
        }

        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                if (bit(address[bit / 8], bit) != bit(prefix.get(bit / 8), bit)) {
                    return false;
                }
            }
            return true;
        }

        private static int bit(int value, int index) {
            return (value >> (7 - index % 8)) & 1;
        }
    }
}
