package dev.gannet.config.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.Quoted;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes one URL apart, by the rules of the reference server's language. */
final class PeerUrlParser {
    private static final String USER_MARKS = "-._:~!$&'()*+,;=%@";
    private static final String HOST_MARKS = "-._~!$&'()*+,;=:[]<>\"";

    private final String text;

    PeerUrlParser(String text) {
        this.text = text;
    }

    PeerUrl parse() {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw fault("net/url: invalid control character in URL");
        }
        int schemeLength = schemeLength();
        String scheme = text.substring(0, Math.max(0, schemeLength)).toLowerCase(Locale.ROOT);
        String rest = schemeLength < 0 ? text : text.substring(schemeLength + 1);
        if (!rest.startsWith("/")) {
            requireNoColonInFirstSegment(scheme, rest);
            return new PeerUrl(scheme, null, "", "", rest);
        }
        boolean hasAuthority = rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"));
        if (!hasAuthority) {
            requireRest(rest);
            return new PeerUrl(scheme, null, "", "", rest);
        }
        int end = endOfAuthority(rest);
        requireRest(rest.substring(end));
        return withAuthority(scheme, rest.substring(2, end), rest.substring(end));
    }

    private PeerUrl withAuthority(String scheme, String authority, String rest) {
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? null : authority.substring(0, at);
        requireUserInfo(userInfo);
        String address = authority.substring(at + 1);
        int portAt = portAt(address);
        String host = portAt < 0 ? address : address.substring(0, portAt);
        String port = portAt < 0 ? "" : address.substring(portAt + 1);
        requireHost(host);
        if (!port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw fault("invalid port " + Quoted.of(":" + port) + " after host");
        }
        return new PeerUrl(scheme, userInfo, host, port, rest);
    }

    /** Returns where the scheme's colon is, or -1 if there is no scheme. */
    private int schemeLength() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                if (i == 0) {
                    throw fault("missing protocol scheme");
                }
                return i;
            }
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean isMark = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!isLetter && (!isMark || i == 0)) {
                return -1;
            }
        }
        return -1;
    }

    private void requireNoColonInFirstSegment(String scheme, String rest) {
        if (!scheme.isEmpty()) {
            return; // All that follows the scheme is nobody's business.
        }
        String path = rest.split("[?#]", 2)[0];
        String segment = path.split("/", 2)[0];
        if (segment.contains(":")) {
            throw fault("first path segment in URL cannot contain colon");
        }
        requireRest(rest);
    }

    private static int endOfAuthority(String rest) {
        for (int i = 2; i < rest.length(); i++) {
            if ("/?#".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private int portAt(String address) {
        if (!address.startsWith("[")) {
            return address.lastIndexOf(':');
        }
        int end = address.lastIndexOf(']');
        if (end < 0) {
            throw fault("missing ']' in host");
        }
        if (end == address.length() - 1) {
            return -1;
        }
        if (address.charAt(end + 1) != ':') {
            throw fault("invalid port " + Quoted.of(address.substring(end + 1)) + " after host");
        }
        return end + 1;
    }

    private void requireUserInfo(@Nullable String userInfo) {
        if (userInfo == null) {
            return;
        }
        if (!userInfo.chars().allMatch(c -> isPlain(c) || USER_MARKS.indexOf(c) >= 0)) {
            throw fault("net/url: invalid userinfo");
        }
        requireEscapes(userInfo);
    }

    /** Escapes are looked at in the path and in the fragment; a query may say what it likes. */
    private void requireRest(String rest) {
        int fragment = rest.indexOf('#');
        String before = fragment < 0 ? rest : rest.substring(0, fragment);
        int query = before.indexOf('?');
        requireEscapes(query < 0 ? before : before.substring(0, query));
        requireEscapes(fragment < 0 ? "" : rest.substring(fragment));
    }

    private void requireHost(String host) {
        host.codePoints().forEach(c -> {
            if (c < 0x80 && c != '%' && !isPlain(c) && HOST_MARKS.indexOf(c) < 0) {
                throw fault("invalid character " + Quoted.of(Character.toString(c)) + " in host name");
            }
        });
        requireEscapes(host);
        for (int i = host.indexOf('%'); i >= 0; i = host.indexOf('%', i + 1)) {
            if (host.charAt(i + 1) < '8' && !host.startsWith("%25", i)) {
                throw fault("invalid URL escape " + Quoted.of(host.substring(i, i + 3)));
            }
        }
    }

    private void requireEscapes(String part) {
        for (int i = part.indexOf('%'); i >= 0; i = part.indexOf('%', i + 1)) {
            String escape = part.substring(i, Math.min(part.length(), i + 3));
            if (!escape.matches("%[0-9a-fA-F]{2}")) {
                throw fault("invalid URL escape " + Quoted.of(escape));
            }
        }
    }

    /** Returns a part as it is meant; its escapes are known to be good. */
    static String unescape(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        byte[] bytes = part.getBytes(UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                plain.write(Character.digit(bytes[i + 1], 16) * 16 + Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                plain.write(bytes[i]);
            }
        }
        return plain.toString(UTF_8);
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private IllegalArgumentException fault(String reason) {
        return new IllegalArgumentException("parse " + Quoted.of(text) + ": " + reason);
    }
}
