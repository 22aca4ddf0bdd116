package dev.gannet.net;

import dev.gannet.net.ocsp.PeerCheck;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the JVM says of a failed handshake, in the words that nats-server's log has for it. */
final class TlsErrors {
    static final String NOT_TLS = "tls: first record does not look like a TLS handshake";

    private static final Pattern ALERT = Pattern.compile("(?:Received fatal alert|.*alert): ([a-z_]+)");
    private static final Map<String, String> ALERTS = Map.of(
            "certificate_unknown", "unknown certificate",
            "unknown_ca", "unknown certificate authority",
            "bad_certificate", "bad certificate",
            "certificate_expired", "expired certificate",
            "certificate_required", "certificate required",
            "handshake_failure", "handshake failure",
            "protocol_version", "protocol version not supported",
            "user_canceled", "user canceled");

    private TlsErrors() {}

    /** Returns the words for {@code failure}; those of the JVM where there are no better ones. */
    static String text(Throwable failure) {
        CertPathValidatorException path = cause(failure, CertPathValidatorException.class);
        if (cause(failure, CertificateExpiredException.class) != null
                || (path != null && path.getReason() == BasicReason.EXPIRED)) {
            return "tls: failed to verify certificate: x509: certificate has expired or is not yet valid";
        }
        if (cause(failure, CertificateNotYetValidException.class) != null) {
            return "tls: failed to verify certificate: x509: certificate has expired or is not yet valid";
        }
        String message = String.valueOf(failure.getMessage());
        if (message.endsWith(PeerCheck.REJECTED)) {
            return PeerCheck.REJECTED;
        }
        if (message.contains("unable to find valid certification path") || message.contains("Path does not chain")) {
            return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
        }
        if (message.contains("Empty client certificate chain") || message.contains("Empty server certificate chain")) {
            return "tls: client didn't provide a certificate";
        }
        if (message.contains("Extended key usage")) {
            return "tls: failed to verify certificate: x509: certificate specifies an incompatible key usage";
        }
        Matcher alert = ALERT.matcher(message);
        if (alert.matches()) {
            String name = alert.group(1).toLowerCase(Locale.ROOT);
            return "remote error: tls: " + ALERTS.getOrDefault(name, name.replace('_', ' '));
        }
        return "tls: " + message;
    }

    private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 8; depth++) {
            if (type.isInstance(current)) {
                return type.cast(current);
            }
            current = current.getCause();
        }
        return null;
    }
}
