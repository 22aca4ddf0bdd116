package dev.gannet.net;

import dev.gannet.config.tls.CertificateNames;
import dev.gannet.config.tls.TlsMaterial.Identity;
import dev.gannet.net.ocsp.StapleMonitor;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Which of the server's certificates a client is shown: one for the name that it asks for, or else the first that it can
 * check. An alias is the index of an identity.
 */
final class TlsKeys extends X509ExtendedKeyManager {
    private final List<Identity> identities;
    private final @Nullable StapleMonitor staple;

    /** {@code staple} is for the first one; null is none. */
    TlsKeys(List<Identity> identities, @Nullable StapleMonitor staple) {
        this.identities = identities;
        this.staple = staple;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String name = engine == null ? null : requestedName(engine.getHandshakeSession());
        boolean isNamed = name != null && identities.stream().anyMatch(identity -> isFor(name, identity));
        for (int i = 0; i < identities.size(); i++) {
            Identity identity = identities.get(i);
            boolean fits = name == null || !isNamed || isFor(name, identity);
            if (fits && keyType.equals(identity.key().getAlgorithm())) {
                return isShowable(identity) ? Integer.toString(i) : null;
            }
        }
        return null;
    }

    /** What has to be shown with a staple is not shown without one, whether the client asks for it or not. */
    private boolean isShowable(Identity identity) {
        return staple == null || !isStapled(identity) || staple.current() != null;
    }

    private boolean isStapled(Identity identity) {
        return staple != null && identity.certificate().equals(staple.subject().certificate());
    }

    private static @Nullable String requestedName(@Nullable SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName requested : extended.getRequestedServerNames()) {
                if (requested instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    private static boolean isFor(String name, Identity identity) {
        return CertificateNames.of(identity.certificate()).isForHost(name);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        Identity identity = identities.get(Integer.parseInt(alias));
        List<X509Certificate> chain = identity.chain();
        if (staple != null && chain.size() == 1 && isStapled(identity)) {
            // The JVM staples only where it sees who has signed.
            chain = List.of(chain.get(0), staple.subject().issuer());
        }
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null; // Nobody is connected to with this.
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
