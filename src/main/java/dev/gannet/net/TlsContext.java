package dev.gannet.net;

import dev.gannet.config.TlsConfig;
import dev.gannet.config.TlsConfig.OcspPeer;
import dev.gannet.config.tls.CipherSuites;
import dev.gannet.config.tls.Curves;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.config.tls.TlsMaterial;
import dev.gannet.net.ocsp.JvmStaples;
import java.io.IOException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Certificates, keys and rules of new TLS connections, as a {@link TlsConfig} and its files said when it was loaded.
 * Immutable: a reload loads another one, and connections that are there keep theirs.
 */
public final class TlsContext {
    /** For how long a session would have to be kept that the JVM makes no ticket for it: more than a week. */
    private static final int NO_TICKETS_SECONDS = 604_801;

    private final Party party;
    private final SSLContext context;
    private final SSLParameters parameters;
    private final @Nullable Instant notAfter;
    private final boolean asksAuthorities;
    private final boolean forgetsSessions;

    /** Who we are and whom we believe, from which contexts are made. */
    private record Party(KeyManager keys, List<TrustManager> trust, SecureRandom random) {
        SSLContext newContext() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[] {keys}, trust.toArray(TrustManager[]::new), random);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("TLS: not in this JVM: " + e, e);
            }
        }
    }

    private TlsContext(
            Party party, SSLContext context, TlsConfig config, @Nullable Instant notAfter, boolean asksAuthorities) {
        this.party = party;
        this.context = context;
        this.parameters = parameters(config, context);
        this.notAfter = notAfter;
        this.asksAuthorities = asksAuthorities;
        // With staples each context has threads of its own: a context for each connection would be too many.
        this.forgetsSessions = parameters.getNeedClientAuth() && JvmStaples.areShown();
        if (forgetsSessions) {
            context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
        }
    }

    /** Reads the files that {@code config} names; {@code shared} knows what authorities say. */
    static TlsContext load(TlsConfig config, ServerTls shared) throws TlsFileException {
        TlsMaterial material = TlsMaterial.load(config);
        try {
            OcspPeer peer = config.ocspPeer();
            TrustManager[] trust = trust(material.authorities());
            List<TrustManager> all = List.of(peer == null ? trust : CheckedTrust.of(trust, peer, shared));
            Party party = new Party(new TlsKeys(material.identities(), shared.staple()), all, new SecureRandom());
            return new TlsContext(party, party.newContext(), config, material.notAfter(), peer != null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS: not in this JVM: " + e, e);
        }
    }

    /** Null is whom the JVM believes, which on most systems is whom the system believes. */
    private static TrustManager[] trust(@Nullable List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        @Nullable KeyStore store = null;
        if (authorities != null) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("authority" + store.size(), authority);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static SSLParameters parameters(TlsConfig config, SSLContext context) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        boolean newest = config.minVersion().equals(TlsConfig.VERSION_1_3);
        parameters.setProtocols(newest ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"});
        Set<String> known = Set.of(context.getSupportedSSLParameters().getCipherSuites());
        List<String> suites = new ArrayList<>(CipherSuites.OF_1_3);
        List<String> chosen = config.cipherSuites();
        suites.addAll(chosen.isEmpty() ? CipherSuites.USUAL : chosen);
        parameters.setCipherSuites(
                suites.stream().distinct().filter(known::contains).toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(config.verifiesClients());
        prefer(config.curvePreferences(), parameters);
        return parameters;
    }

    /** A JVM before 20 cannot be told; it goes by its own order, which has the same ones in it. */
    private static void prefer(List<String> curves, SSLParameters parameters) {
        if (curves.isEmpty()) {
            return;
        }
        String[] names = curves.stream().map(Curves::inJvm).toArray(String[]::new);
        for (Method method : SSLParameters.class.getMethods()) {
            if (method.getName().equals("setNamedGroups")) {
                try {
                    method.invoke(parameters, (Object) names);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalArgumentException("curve_preferences: " + Arrays.toString(names), e);
                }
            }
        }
    }

    /** Returns until when the certificate is good that is shown first, or null if there is none. */
    public @Nullable Instant notAfter() {
        return notAfter;
    }

    /** Returns whether a handshake waits for an authority's answer. */
    boolean asksAuthorities() {
        return asksAuthorities;
    }

    /** Returns the same for what has listeners of its own. */
    public SSLContext sslContext() {
        return context;
    }

    /** Returns the rules for them. */
    public SSLParameters sslParameters() {
        return parameters;
    }

    /** Returns what encrypts one connection that was made to us. */
    SSLEngine newEngine() {
        SSLEngine engine = ofConnection().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Returns what one connection is made of: where clients need a certificate, something of its own. The JVM takes an
     * earlier session up again without a look at the certificate, which may have expired or been revoked since; and
     * sessions are kept by context. Tickets cannot be turned off otherwise, but for the whole JVM, as where there are
     * staples.
     */
    SSLContext ofConnection() {
        return parameters.getNeedClientAuth() && !forgetsSessions ? party.newContext() : context;
    }

    /** Returns whether a session is to be forgotten as soon as there is one. */
    boolean forgetsSessions() {
        return forgetsSessions;
    }
}
