package dev.gannet.config;

/**
 * A certificate and what proves that it is ours, as files in PEM form.
 *
 * @param certificate the certificate, and behind it those that lead to an authority
 * @param key the private key of the first one
 */
public record CertificateFiles(String certificate, String key) {
    public CertificateFiles {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("missing 'key_file' in TLS configuration");
        }
        if (certificate.isEmpty()) {
            throw new IllegalArgumentException("missing 'cert_file' in TLS configuration");
        }
    }
}
