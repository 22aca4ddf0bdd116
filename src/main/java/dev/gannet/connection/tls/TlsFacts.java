package dev.gannet.connection.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a handshake agreed on.
 *
 * @param version {@code 1.2} or {@code 1.3}
 * @param cipherSuite its name in the standard
 * @param peerCertificates what the other side showed, its own first; empty if nothing
 */
public record TlsFacts(String version, String cipherSuite, List<X509Certificate> peerCertificates) {
    public TlsFacts {
        peerCertificates = List.copyOf(peerCertificates);
    }
}
