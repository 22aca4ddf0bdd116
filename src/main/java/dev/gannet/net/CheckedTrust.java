package dev.gannet.net;

import dev.gannet.config.TlsConfig.OcspPeer;
import dev.gannet.net.ocsp.PeerCheck;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Believes a client's certificate if the usual rules do, and then if its authority still does.
 *
 * <p>Any thread that may wait.
 */
final class CheckedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager usual;
    private final PeerCheck check;

    private CheckedTrust(X509ExtendedTrustManager usual, PeerCheck check) {
        this.usual = usual;
        this.check = check;
    }

    /** {@code usual} is null for whom the JVM believes. */
    static TrustManager[] of(TrustManager @Nullable [] usual, OcspPeer peer, ServerTls shared)
            throws GeneralSecurityException {
        X509ExtendedTrustManager first = (X509ExtendedTrustManager) (usual == null ? ofJvm() : usual)[0];
        List<X509Certificate> authorities = List.of(first.getAcceptedIssuers());
        return new TrustManager[] {new CheckedTrust(first, shared.peerCheck(peer, authorities))};
    }

    /** Returns the authorities that the JVM believes. */
    static List<X509Certificate> believedByJvm() {
        try {
            return List.of(((X509ExtendedTrustManager) ofJvm()[0]).getAcceptedIssuers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS: not in this JVM: " + e, e);
        }
    }

    private static TrustManager[] ofJvm() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory.getTrustManagers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        usual.checkClientTrusted(chain, type, engine);
        check.check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        usual.checkClientTrusted(chain, type, socket);
        check.check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkClientTrusted(chain, type);
        check.check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        usual.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        usual.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return usual.getAcceptedIssuers();
    }
}
