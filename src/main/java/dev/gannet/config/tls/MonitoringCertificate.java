package dev.gannet.config.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;

/**
 * How the certificate reaches a container's HTTPS, which asks for its keys by the name of an algorithm: the launcher
 * registers the algorithm, and whoever knows its name gives it what is to be shown. Both see the JVM's types only.
 */
public final class MonitoringCertificate {
    public static final String ALGORITHM = "GannetMonitoring";

    private MonitoringCertificate() {}

    /** Makes the first of {@code material} what is shown from now on. */
    public static void show(TlsMaterial material) throws GeneralSecurityException {
        char[] password = "memory".toCharArray(); // A store cannot be without one, and this one is in no file.
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e); // There is nothing to read.
        }
        if (material.identities().isEmpty()) {
            throw new GeneralSecurityException("TLS cert and key required for HTTPS");
        }
        TlsMaterial.Identity first = material.identities().get(0);
        X509Certificate[] chain = first.chain().toArray(X509Certificate[]::new);
        store.setKeyEntry("first", first.key(), password, chain);
        KeyStore.Builder builder = KeyStore.Builder.newInstance(store, new KeyStore.PasswordProtection(password));
        KeyManagerFactory.getInstance(ALGORITHM).init(new KeyStoreBuilderParameters(builder));
    }
}
