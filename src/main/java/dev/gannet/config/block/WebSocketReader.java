package dev.gannet.config.block;

import dev.gannet.config.Durations;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfValue;
import dev.gannet.config.feature.WebSocketConfig;
import dev.gannet.config.key.KeyTable;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.key.UnknownKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the block {@code websocket} (CF-151, CF-152). */
public final class WebSocketReader {
    /** A {@link WebSocketConfig} while it is read. */
    private static final class WebSocketDraft {
        final ListenDraft listen = new ListenDraft();
        ExtraLoginReader.LoginDraft login = new ExtraLoginReader.LoginDraft();
        String noAuthUser = "";
        boolean noTls;

        @Nullable
        TlsConfig tls;

        boolean sameOrigin;
        List<String> allowedOrigins = List.of();
        Duration handshakeTimeout = Duration.ZERO;
        boolean compression;
        String jwtCookie = "";
        String userCookie = "";
        String passwordCookie = "";
        String tokenCookie = "";
        Map<String, String> headers = Map.of();
        Duration pingInterval = Duration.ZERO;
    }

    private final ExtraLoginReader logins = new ExtraLoginReader();
    private final KeyTable<WebSocketDraft> keys = new KeyTable<>(UnknownKey::field);

    public WebSocketReader(TlsReader tls) {
        ListenDraft.addTo(keys, draft -> draft.listen);
        keys.string((draft, advertise) -> draft.listen.advertise = advertise, "advertise")
                .bool((draft, noTls) -> draft.noTls = noTls, "no_tls")
                .key(
                        (setting, draft, problems) -> draft.tls = tls.read(setting, TlsReader.Side.CLIENTS, problems),
                        "tls")
                .bool((draft, same) -> draft.sameOrigin = same, "same_origin")
                .strings(
                        (draft, origins) -> draft.allowedOrigins = origins,
                        "allowed origins",
                        "allowed_origins",
                        "allowed_origin",
                        "allow_origins",
                        "allow_origin",
                        "origins",
                        "origin")
                .key(
                        (setting, draft, problems) -> draft.handshakeTimeout = handshakeTimeout(setting),
                        "handshake_timeout")
                .bool((draft, compression) -> draft.compression = compression, "compression", "compress")
                .key(
                        (setting, draft, problems) -> draft.login = logins.read(setting, problems),
                        "authorization",
                        "authentication")
                .string((draft, cookie) -> draft.jwtCookie = cookie, "jwt_cookie")
                .string((draft, cookie) -> draft.userCookie = cookie, "user_cookie")
                .string((draft, cookie) -> draft.passwordCookie = cookie, "pass_cookie")
                .string((draft, cookie) -> draft.tokenCookie = cookie, "token_cookie")
                .string((draft, user) -> draft.noAuthUser = user, "no_auth_user")
                .key((setting, draft, problems) -> draft.headers = headers(setting, problems), "headers")
                .duration((draft, interval) -> draft.pingInterval = interval, "ping_interval");
    }

    public KeyTable<?> keys() {
        return keys;
    }

    public KeyTable<?> loginKeys() {
        return logins.keys();
    }

    public WebSocketConfig read(Setting setting, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map("Expected websocket to be a map, got ");
        WebSocketDraft draft = new WebSocketDraft();
        keys.read(block, draft, problems);
        return new WebSocketConfig(
                draft.listen.toConfig(),
                draft.login.toConfig(draft.noAuthUser),
                draft.noTls,
                draft.tls,
                new WebSocketConfig.Origins(draft.sameOrigin, draft.allowedOrigins),
                draft.handshakeTimeout,
                draft.compression,
                new WebSocketConfig.Cookies(draft.jwtCookie, draft.userCookie, draft.passwordCookie, draft.tokenCookie),
                draft.headers,
                draft.pingInterval);
    }

    private static Map<String, String> headers(Setting setting, Problems problems) throws SettingException {
        ConfValue.MapValue block = setting.map("error parsing headers: unsupported type ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, ConfNode> entry : block.nodes().entrySet()) {
            ConfNode node = entry.getValue();
            if (node.value() instanceof ConfValue.StringValue text) {
                headers.put(entry.getKey(), text.string());
            } else {
                problems.error(
                        node.position(),
                        "error parsing header key " + entry.getKey() + ": unsupported type "
                                + node.value().typeName());
            }
        }
        return headers;
    }

    private static Duration handshakeTimeout(Setting setting) throws SettingException {
        if (setting.value() instanceof ConfValue.IntegerValue seconds) {
            return Duration.ofSeconds(Math.max(0, Math.min(Integer.MAX_VALUE, seconds.integer())));
        }
        if (!(setting.value() instanceof ConfValue.StringValue text)) {
            throw setting.fault("error parsing handshake timeout: unsupported type "
                    + setting.value().typeName());
        }
        try {
            return Durations.parse(text.string());
        } catch (IllegalArgumentException e) {
            throw setting.fault(String.valueOf(e.getMessage()));
        }
    }
}
