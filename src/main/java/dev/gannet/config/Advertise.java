package dev.gannet.config;

/**
 * The address that clients are told instead of the bound one ({@code client_advertise}).
 *
 * @param host without the brackets of an IPv6 address
 */
public record Advertise(String host, int port) {
    /**
     * Reads {@code host} or {@code host:port}; an IPv6 address stands in brackets if a port follows.
     *
     * @param defaultPort for a text without a port, or with port 0 or -1
     * @throws IllegalArgumentException with the reference's words if it is neither
     */
    public static Advertise parse(String text, int defaultPort) {
        int portColon = portColon(text);
        String whole = portColon < 0 ? text + ":" + defaultPort : text;
        int colon = portColon < 0 ? text.length() : portColon;
        String host = whole.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        host = bracketed ? host.substring(1, host.length() - 1) : host;
        if (!bracketed && host.indexOf(':') >= 0) {
            throw fault(text, "too many colons in address");
        }
        if (host.indexOf('[') >= 0 || host.indexOf(']') >= 0) {
            throw fault(text, "unexpected '" + (host.indexOf('[') >= 0 ? '[' : ']') + "' in address");
        }
        return new Advertise(host.strip(), port(whole.substring(colon + 1).strip(), defaultPort));
    }

    /** Returns where the colon before the port stands, or -1 for none. */
    private static int portColon(String text) {
        int last = text.lastIndexOf(':');
        if (!text.startsWith("[")) {
            return last;
        }
        int bracket = text.indexOf(']');
        if (bracket < 0) {
            throw fault(text, "missing ']' in address");
        }
        return last > bracket ? last : -1;
    }

    private static int port(String text, int defaultPort) {
        if (!text.matches("[-+]?[0-9]{1,9}")) {
            throw new IllegalArgumentException("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        int port = Integer.parseInt(text);
        return port == 0 || port == -1 ? defaultPort : port;
    }

    private static IllegalArgumentException fault(String text, String what) {
        return new IllegalArgumentException("address " + text + ": " + what);
    }
}
