package dev.gannet.launch;

import dev.gannet.config.tls.MonitoringCertificate;
import dev.gannet.config.tls.TlsMaterial;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that the container shows whoever asks for pages over HTTPS, as an algorithm for its keys: so it is in no
 * file, and the server in the container can replace it after a reload. The container asks for the algorithm by its
 * name, and brings a store of its own, which is not looked at. Who brings {@code KeyStoreBuilderParameters} replaces it.
 *
 * <p><b>Owner:</b> the main thread, then whoever reloads; the container's threads read.
 */
final class MonitoringKeys extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient AtomicReference<@Nullable Shown> shown = new AtomicReference<>();

    private MonitoringKeys() {
        super("Gannet", "1", "the certificate of monitoring over HTTPS");
        String type = "KeyManagerFactory";
        putService(
                new Service(this, type, MonitoringCertificate.ALGORITHM, Factory.class.getName(), List.of(), Map.of()) {
                    @Override
                    public Object newInstance(@Nullable Object parameter) {
                        return new Factory();
                    }
                });
    }

    /** Makes the first certificate of {@code material} what the container shows. */
    static void install(TlsMaterial material) throws GeneralSecurityException {
        Security.addProvider(new MonitoringKeys());
        MonitoringCertificate.show(material);
    }

    private record Shown(PrivateKey key, List<X509Certificate> chain) {
        static Shown of(KeyStore.Builder builder) throws GeneralSecurityException {
            KeyStore store = builder.getKeyStore();
            String alias = store.aliases().nextElement();
            KeyStore.Entry entry = store.getEntry(alias, builder.getProtectionParameter(alias));
            if (!(entry instanceof KeyStore.PrivateKeyEntry pair)) {
                throw new InvalidAlgorithmParameterException("keys: " + entry + " (expected: a key and its chain)");
            }
            Certificate[] chain = pair.getCertificateChain();
            return new Shown(
                    pair.getPrivateKey(),
                    Arrays.stream(chain).map(X509Certificate.class::cast).toList());
        }
    }

    private final class Factory extends KeyManagerFactorySpi {
        @Override
        protected void engineInit(@Nullable KeyStore own, char @Nullable [] password) {
            // The container's own, whose key is in every copy of it.
        }

        @Override
        protected void engineInit(ManagerFactoryParameters keys) throws InvalidAlgorithmParameterException {
            if (!(keys instanceof KeyStoreBuilderParameters builders)) {
                throw new InvalidAlgorithmParameterException("keys: " + keys + " (expected: of a key store)");
            }
            try {
                shown.set(Shown.of(builders.getParameters().get(0)));
            } catch (GeneralSecurityException e) {
                throw new InvalidAlgorithmParameterException(e);
            }
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {new Keys()};
        }
    }

    /** Whatever name the container has for it, there is one key: that of the moment. */
    private final class Keys implements X509KeyManager {
        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            Shown now = shown.get();
            return now != null && now.key().getAlgorithm().equals(type) ? "monitoring" : null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            Shown now = shown.get();
            return now == null ? null : now.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            Shown now = shown.get();
            return now == null ? null : now.key();
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            String alias = chooseServerAlias(type, issuers, null);
            return alias == null ? null : new String[] {alias};
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return null; // Nobody is connected to with this.
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
