package dev.gannet.net;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for a listener of HTTP, which is given an {@link SSLContext} once: its connections to come go by the certificates
 * and rules of the moment, so that a reload reaches them. Who asks for pages is not asked for a certificate, as the
 * reference does not ask either (MO-1), unless authorities are asked about certificates: then it does.
 *
 * <p><b>Owner:</b> whoever reloads; any thread reads.
 */
public final class CurrentTls {
    private static final String[] WITHOUT_SESSIONS = {"TLSv1.3"};

    private volatile TlsContext current;

    public CurrentTls(TlsContext first) {
        current = first;
    }

    /** Sets certificates and rules for connections to come. */
    public void renew(TlsContext next) {
        current = next;
    }

    /** Returns the rules of the moment. */
    public SSLParameters parameters() {
        TlsContext now = current;
        SSLParameters rules = now.sslParameters();
        // The pages' server does not let us forget a session, and before TLS 1.3 a client may take one up again without
        // its certificate being looked at.
        String[] protocols =
                now.asksAuthorities() && now.forgetsSessions() ? WITHOUT_SESSIONS.clone() : rules.getProtocols();
        SSLParameters own = new SSLParameters(rules.getCipherSuites(), protocols);
        own.setUseCipherSuitesOrder(rules.getUseCipherSuitesOrder());
        own.setNeedClientAuth(now.asksAuthorities() && rules.getNeedClientAuth());
        return own;
    }

    /** Returns what makes connections with the certificates of the moment. */
    public SSLContext sslContext() {
        SSLContext base = current.sslContext();
        return new SSLContext(new Spi(), base.getProvider(), base.getProtocol()) {};
    }

    private final class Spi extends SSLContextSpi {
        private SSLContext context() {
            return current.sslContext();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return current.ofConnection().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return current.ofConnection().createSSLEngine(host, port);
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return parameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context().getSupportedSSLParameters();
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return context().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context().getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context().getClientSessionContext();
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("the certificates are those of nats.conf");
        }
    }
}
