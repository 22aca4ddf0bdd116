package dev.gannet.config.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Who a certificate says that its owner is.
 *
 * @param emails its e-mail addresses
 * @param hosts its DNS names
 * @param uris its URIs
 * @param subject its distinguished name
 */
public record CertificateNames(List<String> emails, List<String> hosts, List<String> uris, SubjectName subject) {
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;

    public CertificateNames {
        emails = List.copyOf(emails);
        hosts = List.copyOf(hosts);
        uris = List.copyOf(uris);
    }

    public static CertificateNames of(X509Certificate certificate) {
        SubjectName subject =
                SubjectName.parse(certificate.getSubjectX500Principal().getEncoded());
        return new CertificateNames(
                alternatives(certificate, EMAIL),
                alternatives(certificate, DNS),
                alternatives(certificate, URI),
                subject);
    }

    /** Returns who has signed it. */
    public static SubjectName issuer(X509Certificate certificate) {
        return SubjectName.parse(certificate.getIssuerX500Principal().getEncoded());
    }

    private static List<String> alternatives(X509Certificate certificate, int kind) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(kind)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of(); // What cannot be read names nobody.
        }
        return names;
    }

    /** Returns whether it is for {@code host}, also by a {@code *} in place of the first part. */
    public boolean isForHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        String wildcard = dot < 0 ? name : "*" + name.substring(dot);
        return hosts.stream()
                .map(known -> known.toLowerCase(Locale.ROOT))
                .anyMatch(known -> known.equals(name) || known.equals(wildcard));
    }
}
