package dev.gannet.net.ocsp;

import java.security.cert.X509Certificate;

/** Is told whom an authority does not vouch for. Called by threads that compute handshakes. */
public interface PeerListener {
    PeerListener NONE = new PeerListener() {
        @Override
        public void linkInvalid(X509Certificate peer, X509Certificate link, String reason) {
            // Nobody listens.
        }

        @Override
        public void rejected(X509Certificate peer, String reason) {
            // Nobody listens.
        }
    };

    /** {@code link}, of those that lead from {@code peer} to an authority, is not good. */
    void linkInvalid(X509Certificate peer, X509Certificate link, String reason);

    /** Who has shown {@code peer} is turned away. */
    void rejected(X509Certificate peer, String reason);
}
