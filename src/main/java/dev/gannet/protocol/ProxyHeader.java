package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import dev.gannet.base.IpAddress;
import dev.gannet.base.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of one connection before the client's own bytes: the PROXY protocol, version 1 as a line of text or
 * version 2 in binary, told apart by the first {@value #DETECTED_BYTES} bytes (CP-212). A connection that begins with
 * anything else has no header (CP-215).
 *
 * <p>At most {@value #LINE_BYTES_MAX} bytes have to be there together; whatever a header of version 2 has behind its
 * addresses is skipped as it comes.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
public final class ProxyHeader {
    /** So many bytes say whether there is a header. */
    public static final int DETECTED_BYTES = 6;

    private static final int LINE_BYTES_MAX = 107;
    private static final String LINE_PREFIX = "PROXY ";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final int FIXED_BYTES = 16;
    private static final int PORT_MAX = 0xffff;

    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int STREAM = 1;
    private static final int UNSPECIFIED = 0;
    private static final int V4 = 1;
    private static final int V6 = 2;

    private static final String INVALID = "invalid PROXY protocol header: ";
    private static final String UNSUPPORTED = "unsupported PROXY protocol feature: ";

    /** What is being read, in the words of the log. */
    private String part = "protocol version";

    private boolean partBegun;
    private boolean detected;
    private boolean decided;
    private boolean complete;
    private int skipped;
    private @Nullable IpAddress source;
    private int sourcePort;

    /**
     * Takes {@code [start, limit)} of {@code in} as far as it goes.
     *
     * @return where the first byte stands that was not consumed; until the header {@link #isComplete} it comes again,
     *     with more behind it
     */
    public int take(Chunk in, int start, int limit) throws ProxyHeaderException {
        int at = decided ? start : decide(in, start, limit);
        if (decided) {
            int count = Math.min(skipped, limit - at);
            at += count;
            skipped -= count;
            complete = skipped == 0;
        }
        return at;
    }

    /** Returns whether all of the header was taken, or there is none. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns whether it is known if there is a header. */
    public boolean isDetected() {
        return detected;
    }

    /** Returns whether at least one byte has come. */
    public boolean isBegun() {
        return detected || partBegun;
    }

    /** Returns the client's address, or null where the header names none. */
    public @Nullable IpAddress source() {
        return source;
    }

    /** Returns the client's port, where the header names an address. */
    public int sourcePort() {
        return sourcePort;
    }

    /** Returns what the log says when the other side sends no more although the header is not complete. */
    public String ended() {
        boolean amid = partBegun && !part.endsWith("line") && !decided;
        return failed(amid ? "unexpected EOF" : "EOF");
    }

    /** Returns what the log says when the rest of the header does not come, for {@code cause}. */
    public String failed(String cause) {
        return "failed to " + (decided ? "discard " : "read ") + part + ": " + cause;
    }

    private int decide(Chunk in, int start, int limit) throws ProxyHeaderException {
        int available = limit - start;
        if (available < DETECTED_BYTES) {
            partBegun = available > 0;
            return start;
        }
        detected = true;
        if (matches(in, start, LINE_PREFIX)) {
            return line(in, start, limit);
        }
        if (matches(in, start, SIGNATURE.substring(0, DETECTED_BYTES))) {
            return binary(in, start, available);
        }
        decided = true;
        return start;
    }

    private static boolean matches(Chunk in, int start, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (in.byteAt(start + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // Version 1.

    private int line(Chunk in, int start, int limit) throws ProxyHeaderException {
        part = "v1 line";
        int end = Math.min(limit, start + LINE_BYTES_MAX) - 1;
        for (int at = start + LINE_PREFIX.length(); at < end; at++) {
            if (in.byteAt(at) == '\r' && in.byteAt(at + 1) == '\n') {
                int from = start + LINE_PREFIX.length();
                words(new String(in.bytes(from, at - from), ISO_8859_1));
                decided = true;
                return at + 2;
            }
        }
        if (limit - start >= LINE_BYTES_MAX) {
            throw new ProxyHeaderException(INVALID + "v1 line too long");
        }
        return start;
    }

    private void words(String line) throws ProxyHeaderException {
        String[] words = line.strip().split("\\s+", -1);
        String protocol = words[0];
        if (protocol.equals("UNKNOWN")) {
            return;
        }
        if (words.length != 5) {
            throw new ProxyHeaderException(INVALID + "invalid v1 format");
        }
        IpAddress from = IpAddress.parse(words[1]);
        if (from == null || IpAddress.parse(words[2]) == null) {
            throw new ProxyHeaderException(INVALID + "invalid address");
        }
        sourcePort = port("source", words[3]);
        port("dest", words[4]);
        requireFamily(protocol, words[1].indexOf(':') >= 0, words[2].indexOf(':') >= 0);
        source = from;
    }

    private static int port(String which, String text) throws ProxyHeaderException {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw badPort(which, text, "invalid syntax");
            }
            value = Math.min(PORT_MAX + 1, value * 10 + digit);
        }
        if (value > PORT_MAX) {
            throw badPort(which, text, "value out of range");
        }
        return value;
    }

    private static ProxyHeaderException badPort(String which, String text, String why) {
        return new ProxyHeaderException(
                "invalid " + which + " port: strconv.ParseUint: parsing " + Quoted.ofBytes(text) + ": " + why);
    }

    private static void requireFamily(String protocol, boolean sourceIsV6, boolean destinationIsV6)
            throws ProxyHeaderException {
        switch (protocol) {
            case "TCP4" -> {
                if (sourceIsV6 || destinationIsV6) {
                    throw new ProxyHeaderException(INVALID + "TCP4 with IPv6 address");
                }
            }
            case "TCP6" -> {
                if (!sourceIsV6 || !destinationIsV6) {
                    throw new ProxyHeaderException(INVALID + "TCP6 with IPv4 address");
                }
            }
            default -> throw new ProxyHeaderException(INVALID + "invalid protocol " + protocol);
        }
    }

    // Version 2.

    private int binary(Chunk in, int start, int available) throws ProxyHeaderException {
        int signatureLength = SIGNATURE.length();
        if (available < signatureLength) {
            return await("v2 signature", available > DETECTED_BYTES, start);
        }
        if (!matches(in, start, SIGNATURE)) {
            throw new ProxyHeaderException(INVALID + "invalid signature");
        }
        if (available < FIXED_BYTES) {
            return await("v2 header", available > signatureLength, start);
        }
        int version = in.byteAt(start + signatureLength) & 0xf0;
        int command = in.byteAt(start + signatureLength) & 0x0f;
        if (version != 0x20) {
            throw new ProxyHeaderException(INVALID + "invalid version 0x" + hex(version));
        }
        skipped = number(in, start + FIXED_BYTES - 2);
        if (command == LOCAL) {
            return skip("LOCAL command address data", start);
        }
        if (command != PROXY) {
            throw new ProxyHeaderException("unknown PROXY protocol command: 0x" + hex(command));
        }
        return addresses(in, start, available, in.byteAt(start + signatureLength + 1) & 0xff);
    }

    private int addresses(Chunk in, int start, int available, int familyAndProtocol) throws ProxyHeaderException {
        int family = familyAndProtocol >> 4;
        if ((familyAndProtocol & 0x0f) != STREAM) {
            throw new ProxyHeaderException(UNSUPPORTED + "only STREAM protocol supported");
        }
        return switch (family) {
            case V4 -> addresses(in, start, available, "IPv4", 4);
            case V6 -> addresses(in, start, available, "IPv6", 16);
            case UNSPECIFIED -> skip("UNSPEC address address data", start);
            default -> throw new ProxyHeaderException(UNSUPPORTED + "unsupported address family 0x" + hex(family << 4));
        };
    }

    /** Two addresses, two ports, and what is skipped. */
    private int addresses(Chunk in, int start, int available, String name, int length) throws ProxyHeaderException {
        int needed = 2 * length + 4;
        if (skipped < needed) {
            throw new ProxyHeaderException(name + " address data too short: " + skipped + " bytes");
        }
        if (available < FIXED_BYTES + needed) {
            return await(name + " address data", available > FIXED_BYTES, start);
        }
        int at = start + FIXED_BYTES;
        source = IpAddress.of(in.bytes(at, length));
        sourcePort = number(in, at + 2 * length);
        skipped -= needed;
        return skip(name + " address data", start + needed);
    }

    private int await(String awaited, boolean begun, int start) {
        part = awaited;
        partBegun = begun;
        return start;
    }

    private int skip(String what, int start) {
        part = what;
        decided = true;
        return start + FIXED_BYTES;
    }

    private static int number(Chunk in, int at) {
        return (in.byteAt(at) & 0xff) << 8 | (in.byteAt(at + 1) & 0xff);
    }

    private static String hex(int value) {
        return (value < 0x10 ? "0" : "") + Integer.toHexString(value);
    }
}
