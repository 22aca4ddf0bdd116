package dev.gannet.config.tls;

import dev.gannet.config.CertificateFiles;
import dev.gannet.config.TlsConfig;
import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a {@link TlsConfig} hold: read once at a start, and again at each reload.
 *
 * @param identities who we are, the first being shown to who asks for none of them
 * @param authorities whose signature makes a certificate good; null for whom the system believes
 */
public record TlsMaterial(
        List<Identity> identities, @Nullable List<X509Certificate> authorities) {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    public TlsMaterial {
        identities = List.copyOf(identities);
        authorities = authorities == null ? null : List.copyOf(authorities);
    }

    /**
     * A certificate with its key.
     *
     * @param chain the certificate, and behind it those that lead to an authority
     */
    public record Identity(List<X509Certificate> chain, PrivateKey key) {
        public Identity {
            chain = List.copyOf(chain);
        }

        public X509Certificate certificate() {
            return chain.get(0);
        }

        /** Says nothing of the key. */
        @Override
        public String toString() {
            return "Identity[" + certificate().getSubjectX500Principal() + "]";
        }
    }

    /** Reads the files; what is wrong with them is told in nats-server's words. */
    public static TlsMaterial load(TlsConfig config) throws TlsFileException {
        List<CertificateFiles> files = config.certificates();
        List<Identity> identities = new ArrayList<>();
        for (CertificateFiles pair : files) {
            String which = files.size() == 1 ? "" : " " + (identities.size() + 1) + "/" + files.size();
            try {
                identities.add(identity(pair));
            } catch (TlsFileException e) {
                throw new TlsFileException("error parsing X509 certificate/key pair" + which + ": " + e.getMessage());
            }
        }
        return new TlsMaterial(identities, config.caFile() == null ? null : authorities(config.caFile()));
    }

    /** Returns until when the first certificate is good, or null if there is none (AC-135). */
    public @Nullable Instant notAfter() {
        return identities.isEmpty()
                ? null
                : identities.get(0).certificate().getNotAfter().toInstant();
    }

    private static Identity identity(CertificateFiles files) throws TlsFileException {
        List<PemFile.Block> certificates = PemFile.read(files.certificate());
        List<PemFile.Block> keys = PemFile.read(files.key());
        List<X509Certificate> chain = new ArrayList<>();
        for (PemFile.Block block : certificates) {
            if (block.type().equals(CERTIFICATE)) {
                chain.add(certificate(block.content()));
            }
        }
        if (chain.isEmpty()) {
            throw noCertificate(certificates);
        }
        for (PemFile.Block block : keys) {
            if (block.type().equals(PRIVATE_KEY) || block.type().endsWith(" " + PRIVATE_KEY)) {
                return identity(chain, block);
            }
        }
        throw noKey(keys);
    }

    private static Identity identity(List<X509Certificate> chain, PemFile.Block block) throws TlsFileException {
        PrivateKey key;
        try {
            key = PrivateKeys.parse(block.content());
        } catch (TlsFileException e) {
            boolean isEncrypted = block.type().startsWith("ENCRYPTED");
            throw isEncrypted ? new TlsFileException(e.getMessage() + " (it is encrypted)") : e;
        }
        PrivateKeys.requirePair(key, chain.get(0).getPublicKey());
        return new Identity(chain, key);
    }

    private static TlsFileException noCertificate(List<PemFile.Block> blocks) {
        if (blocks.isEmpty()) {
            return new TlsFileException("tls: failed to find any PEM data in certificate input");
        }
        if (blocks.size() == 1 && blocks.get(0).type().endsWith(PRIVATE_KEY)) {
            return new TlsFileException("tls: failed to find certificate PEM data in certificate input, but did find a"
                    + " private key; PEM inputs may have been switched");
        }
        return new TlsFileException("tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping"
                + " PEM blocks of the following types: " + types(blocks));
    }

    private static TlsFileException noKey(List<PemFile.Block> blocks) {
        if (blocks.isEmpty()) {
            return new TlsFileException("tls: failed to find any PEM data in key input");
        }
        if (blocks.size() == 1 && blocks.get(0).type().equals(CERTIFICATE)) {
            return new TlsFileException("tls: found a certificate rather than a key in the PEM for the private key");
        }
        return new TlsFileException("tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input"
                + " after skipping PEM blocks of the following types: " + types(blocks));
    }

    private static String types(List<PemFile.Block> blocks) {
        return blocks.stream().map(PemFile.Block::type).collect(Collectors.joining(" ", "[", "]"));
    }

    private static List<X509Certificate> authorities(String file) throws TlsFileException {
        List<X509Certificate> authorities = new ArrayList<>();
        for (PemFile.Block block : PemFile.read(file)) {
            if (block.type().equals(CERTIFICATE)) {
                authorities.add(certificate(block.content()));
            }
        }
        if (authorities.isEmpty()) {
            throw new TlsFileException("failed to parse root ca certificate");
        }
        return authorities;
    }

    private static X509Certificate certificate(byte[] encoded) throws TlsFileException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new TlsFileException("x509: malformed certificate");
        }
    }
}
