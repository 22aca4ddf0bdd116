package dev.gannet.auth;

import dev.gannet.base.Nkey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word counts that a client came through them: each signs the nonce that the client was given (AC-137,
 * AC-138).
 *
 * <p><b>Owner:</b> immutable.
 */
final class TrustedProxies {
    private final Map<String, byte[]> keys = new LinkedHashMap<>();

    /** {@code nkeys} are their public keys, of whatever kind. */
    TrustedProxies(Set<String> nkeys) {
        for (String nkey : nkeys) {
            byte[] key = Arrays.stream(Nkey.values())
                    .map(kind -> kind.decode(nkey))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("proxy trusted key \"" + nkey + "\" is invalid"));
            keys.put(nkey, key);
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean contains(String nkey) {
        return keys.containsKey(nkey);
    }

    /** Returns whether a client says that it came through a proxy, which counts only where some are trusted. */
    boolean isClaimed(Credentials credentials) {
        return !keys.isEmpty() && credentials.proxySignature() != null;
    }

    /** Returns the key of the proxy that has signed, or null if it is none of these. */
    @Nullable
    String find(Credentials credentials, @Nullable String nonce) {
        String signature = credentials.proxySignature();
        if (signature == null || nonce == null) {
            return null;
        }
        for (Map.Entry<String, byte[]> entry : keys.entrySet()) {
            if (NkeySignature.verifies(entry.getValue(), nonce, signature)) {
                return entry.getKey();
            }
        }
        return null;
    }
}
