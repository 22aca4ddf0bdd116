package dev.gannet.config.peer;

import dev.gannet.base.Quoted;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where another server is, as a URL: {@code nats-route://user:password@host:port}. What is a URL is what the reference
 * server takes for one, which is more than {@link java.net.URI} does.
 *
 * @param scheme in small letters; empty if there is none
 * @param userInfo what stands before the {@code @}; null if there is none
 * @param host as it is written, with its brackets; empty if there is none
 * @param port as it is written; empty if there is none
 * @param rest what follows, with the slash or colon that it begins with
 */
public record PeerUrl(String scheme, @Nullable String userInfo, String host, String port, String rest) {
    private static final Set<String> WEB_SOCKET_SCHEMES = Set.of("ws", "wss");
    private static final String HIDDEN = "xxxxx";

    /**
     * Takes a URL apart.
     *
     * @throws IllegalArgumentException if it is none; the message says why, as the reference server does
     */
    public static PeerUrl parse(String text) {
        return new PeerUrlParser(text).parse();
    }

    public boolean isWebSocket() {
        return WEB_SOCKET_SCHEMES.contains(scheme);
    }

    /** Returns the user's name; null if there is none. */
    public @Nullable String user() {
        if (userInfo == null) {
            return null;
        }
        int colon = userInfo.indexOf(':');
        return PeerUrlParser.unescape(colon < 0 ? userInfo : userInfo.substring(0, colon));
    }

    /** Returns the password; null if there is none, not even an empty one. */
    public @Nullable String password() {
        int colon = userInfo == null ? -1 : userInfo.indexOf(':');
        return userInfo == null || colon < 0 ? null : PeerUrlParser.unescape(userInfo.substring(colon + 1));
    }

    public PeerUrl withDefaultPort(int defaultPort) {
        return port.isEmpty() ? new PeerUrl(scheme, userInfo, host, Integer.toString(defaultPort), rest) : this;
    }

    /** The whole of it, password included: what tells it from others, nothing to show. */
    public String text() {
        return text(userInfo);
    }

    /** The URL as others may see it. */
    @Override
    public String toString() {
        return password() == null ? text() : text(String.valueOf(user()) + ":" + HIDDEN);
    }

    /** Several of them, as others may see them: {@code ["nats://a:1" "nats://b:2"]}. */
    public static String list(List<PeerUrl> urls) {
        return urls.stream().map(url -> Quoted.of(url.toString())).collect(Collectors.joining(" ", "[", "]"));
    }

    private String text(@Nullable String login) {
        StringBuilder text = new StringBuilder(scheme.isEmpty() ? "" : scheme + ":");
        if (!host.isEmpty() || !port.isEmpty() || login != null) {
            text.append("//").append(login == null ? "" : login + "@").append(host);
            text.append(port.isEmpty() ? "" : ":" + port);
        }
        return text.append(rest).toString();
    }
}
