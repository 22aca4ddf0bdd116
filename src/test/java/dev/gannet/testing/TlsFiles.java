package dev.gannet.testing;

import dev.gannet.config.TlsConfig;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.config.tls.TlsMaterial;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates of the tests: {@code ca} has signed all but those of {@code other-ca} and {@code client-stranger}. */
public final class TlsFiles {
    private static final Path DIRECTORY = Path.of("src/test/resources/tls").toAbsolutePath();
    private static final char[] PASSWORD = "changeit".toCharArray();

    private TlsFiles() {}

    public static String path(String name) {
        return DIRECTORY.resolve(name).toString();
    }

    /** Returns {@code cert_file} and {@code key_file} of the server, for a block {@code tls}. */
    public static String server() {
        return pair("server");
    }

    public static String pair(String name) {
        return "cert_file: '" + path(name + ".pem") + "', key_file: '" + path(name + ".key") + "'";
    }

    /** Returns what a client goes by that believes {@code authority} and shows no certificate. */
    public static SSLContext client(String authority) throws Exception {
        return context(authority, null);
    }

    /** Returns what a client goes by that believes the server and shows {@code certificate}. */
    public static SSLContext clientWith(String certificate) throws Exception {
        return context("ca", TlsConfig.of(path(certificate + ".pem"), path(certificate + ".key")));
    }

    /** The same with the certificate that {@code own} names. */
    public static SSLContext clientWith(TlsConfig own) throws Exception {
        return context("ca", own);
    }

    /** Writes a key store of the certificates that {@code authority} has, and {@code own} with its key unless that is null. */
    public static String keyStore(Path file, String authority, @Nullable String own, String password) throws Exception {
        KeyStore store = emptyStore();
        List<X509Certificate> authorities = TlsMaterial.load(
                        TlsConfig.builder().caFile(path(authority + ".pem")).build())
                .authorities();
        store.setCertificateEntry("ca", authorities == null ? null : authorities.get(0));
        if (own != null) {
            TlsMaterial.Identity identity = TlsMaterial.load(TlsConfig.of(path(own + ".pem"), path(own + ".key")))
                    .identities()
                    .get(0);
            X509Certificate[] chain = {identity.certificate()};
            store.setKeyEntry("own", identity.key(), password.toCharArray(), chain);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file.toString();
    }

    public static X509Certificate certificate(String name) throws TlsFileException {
        return TlsMaterial.load(TlsConfig.of(path(name + ".pem"), path(name + ".key")))
                .identities()
                .get(0)
                .certificate();
    }

    private static SSLContext context(String authority, @Nullable TlsConfig own)
            throws GeneralSecurityException, IOException, TlsFileException {
        TlsMaterial trusted = TlsMaterial.load(
                TlsConfig.builder().caFile(path(authority + ".pem")).build());
        KeyStore store = emptyStore();
        List<X509Certificate> authorities = trusted.authorities();
        store.setCertificateEntry("ca", authorities == null ? null : authorities.get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        KeyStore keys = emptyStore();
        if (own != null) {
            TlsMaterial.Identity identity = TlsMaterial.load(own).identities().get(0);
            X509Certificate[] chain = {identity.certificate()};
            keys.setKeyEntry("own", identity.key(), PASSWORD, chain);
        }
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
