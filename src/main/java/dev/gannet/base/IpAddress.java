package dev.gannet.base;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address that is only shown: it is read and written without a look-up of names, in the one spelling
 * that the reference uses. An IPv4 address mapped into IPv6 is the IPv4 address. Immutable.
 */
public final class IpAddress {
    private static final int V4_LENGTH = 4;
    private static final int V6_LENGTH = 16;
    private static final int NETWORK_LENGTH = 8;
    private static final int GROUPS = 8;
    private static final int MAPPED_PREFIX_LENGTH = 12;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the address of four or sixteen bytes, the first of them the most significant one. */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != V4_LENGTH && bytes.length != V6_LENGTH) {
            throw new IllegalArgumentException("address: " + bytes.length + " bytes (expected: 4 or 16)");
        }
        return new IpAddress(isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_PREFIX_LENGTH, V6_LENGTH) : bytes);
    }

    /** Returns the network that somebody has who has this address: itself, or the first 64 bits of one of IPv6. */
    public String network() {
        if (bytes.length == V4_LENGTH) {
            return toString();
        }
        return new IpAddress(Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_LENGTH), V6_LENGTH)) + "/64";
    }

    private static boolean isMapped(byte[] bytes) {
        if (bytes.length == V4_LENGTH || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the address that {@code text} spells, without a zone, or null. */
    public static @Nullable IpAddress parse(String text) {
        byte[] bytes = text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
        return bytes == null ? null : of(bytes);
    }

    private static byte @Nullable [] parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4_LENGTH) {
            return null;
        }
        byte[] bytes = new byte[V4_LENGTH];
        for (int i = 0; i < V4_LENGTH; i++) {
            int value = number(parts[i], 10, 3);
            if (value < 0 || value > 0xff || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /** {@code ::} stands for as many zero groups as are missing, and for one at least. */
    private static byte @Nullable [] parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text);
            return all != null && all.length == V6_LENGTH ? all : null;
        }
        byte[] head = groups(text.substring(0, gap));
        byte[] tail = groups(text.substring(gap + 2));
        boolean dotted = text.substring(0, gap).indexOf('.') >= 0;
        if (head == null || tail == null || dotted || head.length + tail.length > V6_LENGTH - 2) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(head, V6_LENGTH);
        System.arraycopy(tail, 0, bytes, V6_LENGTH - tail.length, tail.length);
        return bytes;
    }

    /** Groups of hexadecimal digits; the last two may be spelled as an IPv4 address. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", GROUPS + 1);
        byte[] bytes = new byte[V6_LENGTH + 2];
        int at = 0;
        for (int i = 0; i < parts.length && at < V6_LENGTH; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                byte[] v4 = parseV4(parts[i]);
                if (v4 == null || at + V4_LENGTH > V6_LENGTH) {
                    return null;
                }
                System.arraycopy(v4, 0, bytes, at, V4_LENGTH);
                return Arrays.copyOf(bytes, at + V4_LENGTH);
            }
            int group = number(parts[i], 16, 4);
            if (group < 0) {
                return null;
            }
            bytes[at++] = (byte) (group >> 8);
            bytes[at++] = (byte) group;
        }
        return parts.length > GROUPS ? null : Arrays.copyOf(bytes, at);
    }

    private static int number(String text, int radix, int digitsMax) {
        if (text.isEmpty() || text.length() > digitsMax) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) > 'f' ? -1 : Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    /** Returns {@code 192.0.2.7} or {@code 2001:db8::7}: lower case, the longest row of zero groups left out. */
    @Override
    public String toString() {
        if (bytes.length == V4_LENGTH) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        int gap = -1;
        int gapLength = 1; // A single zero group is written.
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - i > gapLength) {
                gap = i;
                gapLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                boolean first = text.length() == 0 || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
