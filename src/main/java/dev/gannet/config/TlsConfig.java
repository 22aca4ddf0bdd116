package dev.gannet.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted, and which certificates are believed: the block {@code tls} of clients, routes, gateways,
 * leaf nodes and so on (CF-195..208). Files are named here, not read.
 *
 * @param certificates who we are; more than one are told apart by the name that a client asks for
 * @param caFile whose signature makes a certificate of the other side good, or null for whom the system believes
 * @param verifiesClients whether a client needs a certificate
 * @param mapsUsers whether the client's certificate says which user it is
 * @param checksKnownUrls whether a certificate has to name a host of a configured URL (routes and gateways)
 * @param isInsecure whether, as the side that connects, any certificate is believed
 * @param cipherSuites what may be used up to TLS 1.2, by the names of the standard; empty is the usual ones
 * @param curvePreferences how keys may be agreed on, by nats-server's names; empty is the usual ways
 * @param timeout how long a handshake may take
 * @param connectionRateLimit how many handshakes a second are let in; zero is any number
 * @param pinnedCerts the only keys that certificates may have, as SHA-256 of them in hexadecimal; empty is any
 * @param handshakeFirst when the handshake begins
 * @param minVersion {@code 1.2} or {@code 1.3}
 * @param ocspPeer how an authority is asked whether a client's certificate is still good; null is not at all
 */
public record TlsConfig(
        List<CertificateFiles> certificates,
        @Nullable String caFile,
        boolean verifiesClients,
        boolean mapsUsers,
        boolean checksKnownUrls,
        boolean isInsecure,
        List<String> cipherSuites,
        List<String> curvePreferences,
        Duration timeout,
        long connectionRateLimit,
        Set<String> pinnedCerts,
        HandshakeFirst handshakeFirst,
        String minVersion,
        @Nullable OcspPeer ocspPeer) {
    /** How long a handshake may take if nothing is said (CP-12). */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    public static final String VERSION_1_2 = "1.2";
    public static final String VERSION_1_3 = "1.3";

    private static final Pattern KEY_HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * Whether a client is expected to begin with the handshake, instead of waiting for INFO (CP-30).
     *
     * @param isOn whether it is
     * @param fallback after which time a client that has not begun gets INFO after all; zero is never
     */
    public record HandshakeFirst(boolean isOn, Duration fallback) {
        public static final HandshakeFirst OFF = new HandshakeFirst(false, Duration.ZERO);

        public HandshakeFirst {
            Checks.notNegative("fallback", fallback);
        }
    }

    /**
     * How an authority is asked, by OCSP, and what counts when it does not answer (CF-206).
     *
     * @param timeout how long one responder may take
     * @param clockSkew by how much its clock may differ
     * @param isWarningOnly whether the log tells of it and the client is let in all the same
     * @param isUnknownGood whether a certificate that the authority does not know is let in
     * @param allowsUnreachable whether clients are let in when there is no answer, but for those that were revoked before
     * @param timeToLive how long an answer holds that does not say it
     */
    public record OcspPeer(
            Duration timeout,
            Duration clockSkew,
            boolean isWarningOnly,
            boolean isUnknownGood,
            boolean allowsUnreachable,
            Duration timeToLive) {
        public OcspPeer {
            Checks.notNegative("clockSkew", clockSkew);
            Checks.notNegative("timeToLive", timeToLive);
            timeout = timeout.isZero() ? Duration.ofSeconds(2) : timeout;
            Checks.positive("timeout", timeout);
        }

        public static OcspPeer defaults() {
            return new OcspPeer(
                    Duration.ofSeconds(2), Duration.ofSeconds(30), false, false, false, Duration.ofHours(1));
        }

        public OcspPeer timeout(Duration other) {
            return new OcspPeer(other, clockSkew, isWarningOnly, isUnknownGood, allowsUnreachable, timeToLive);
        }

        public OcspPeer clockSkew(Duration other) {
            return new OcspPeer(timeout, other, isWarningOnly, isUnknownGood, allowsUnreachable, timeToLive);
        }

        public OcspPeer warningOnly(boolean other) {
            return new OcspPeer(timeout, clockSkew, other, isUnknownGood, allowsUnreachable, timeToLive);
        }

        public OcspPeer unknownGood(boolean other) {
            return new OcspPeer(timeout, clockSkew, isWarningOnly, other, allowsUnreachable, timeToLive);
        }

        public OcspPeer allowingUnreachable(boolean other) {
            return new OcspPeer(timeout, clockSkew, isWarningOnly, isUnknownGood, other, timeToLive);
        }

        public OcspPeer timeToLive(Duration other) {
            return new OcspPeer(timeout, clockSkew, isWarningOnly, isUnknownGood, allowsUnreachable, other);
        }
    }

    public TlsConfig {
        certificates = List.copyOf(certificates);
        cipherSuites = List.copyOf(cipherSuites);
        curvePreferences = List.copyOf(curvePreferences);
        pinnedCerts = Set.copyOf(pinnedCerts);
        Checks.positive("timeout", timeout);
        if (mapsUsers && !verifiesClients) {
            throw new IllegalArgumentException("verifiesClients: false (expected: true, since users are mapped)");
        }
        if (!minVersion.equals(VERSION_1_2) && !minVersion.equals(VERSION_1_3)) {
            throw new IllegalArgumentException("minVersion: " + minVersion + " (expected: 1.2 or 1.3)");
        }
        for (String hash : pinnedCerts) {
            if (!KEY_HASH.matcher(hash).matches()) {
                throw new IllegalArgumentException("error parsing 'pinned_certs' key " + hash
                        + " does not look like lower case hex-encoded sha256 of DER encoded SubjectPublicKeyInfo");
            }
        }
    }

    /** The settings of a listener that shows one certificate and asks for none. */
    public static TlsConfig of(String certificateFile, String keyFile) {
        return builder().certificate(certificateFile, keyFile).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these settings. */
    public Builder toBuilder() {
        return new Builder()
                .certificates(certificates)
                .caFile(caFile)
                .verifiesClients(verifiesClients)
                .mapsUsers(mapsUsers)
                .checksKnownUrls(checksKnownUrls)
                .isInsecure(isInsecure)
                .cipherSuites(cipherSuites)
                .curvePreferences(curvePreferences)
                .timeout(timeout)
                .connectionRateLimit(connectionRateLimit)
                .pinnedCerts(pinnedCerts)
                .handshakeFirst(handshakeFirst)
                .minVersion(minVersion)
                .ocspPeer(ocspPeer);
    }

    /**
     * Gathers settings; what is not set keeps its default.
     *
     * <p><b>Owner:</b> the thread that made it.
     */
    public static final class Builder {
        private List<CertificateFiles> certificates = List.of();
        private @Nullable String caFile;
        private boolean verifiesClients;
        private boolean mapsUsers;
        private boolean checksKnownUrls;
        private boolean isInsecure;
        private List<String> cipherSuites = List.of();
        private List<String> curvePreferences = List.of();
        private Duration timeout = DEFAULT_TIMEOUT;
        private long connectionRateLimit;
        private Set<String> pinnedCerts = Set.of();
        private HandshakeFirst handshakeFirst = HandshakeFirst.OFF;
        private String minVersion = VERSION_1_2;
        private @Nullable OcspPeer ocspPeer;

        private Builder() {}

        public Builder certificate(String certificateFile, String keyFile) {
            return certificates(List.of(new CertificateFiles(certificateFile, keyFile)));
        }

        public Builder certificates(List<CertificateFiles> certificates) {
            this.certificates = List.copyOf(certificates);
            return this;
        }

        public Builder caFile(@Nullable String caFile) {
            this.caFile = caFile;
            return this;
        }

        public Builder verifiesClients(boolean verifiesClients) {
            this.verifiesClients = verifiesClients;
            return this;
        }

        public Builder mapsUsers(boolean mapsUsers) {
            this.mapsUsers = mapsUsers;
            return this;
        }

        public Builder checksKnownUrls(boolean checksKnownUrls) {
            this.checksKnownUrls = checksKnownUrls;
            return this;
        }

        public Builder isInsecure(boolean isInsecure) {
            this.isInsecure = isInsecure;
            return this;
        }

        public Builder cipherSuites(List<String> cipherSuites) {
            this.cipherSuites = List.copyOf(cipherSuites);
            return this;
        }

        public Builder curvePreferences(List<String> curvePreferences) {
            this.curvePreferences = List.copyOf(curvePreferences);
            return this;
        }

        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        public Builder connectionRateLimit(long connectionRateLimit) {
            this.connectionRateLimit = connectionRateLimit;
            return this;
        }

        public Builder pinnedCerts(Set<String> pinnedCerts) {
            this.pinnedCerts = Set.copyOf(pinnedCerts);
            return this;
        }

        public Builder handshakeFirst(HandshakeFirst handshakeFirst) {
            this.handshakeFirst = handshakeFirst;
            return this;
        }

        public Builder minVersion(String minVersion) {
            this.minVersion = minVersion;
            return this;
        }

        public Builder ocspPeer(@Nullable OcspPeer ocspPeer) {
            this.ocspPeer = ocspPeer;
            return this;
        }

        public TlsConfig build() {
            return new TlsConfig(
                    certificates,
                    caFile,
                    verifiesClients,
                    mapsUsers,
                    checksKnownUrls,
                    isInsecure,
                    cipherSuites,
                    curvePreferences,
                    timeout,
                    connectionRateLimit,
                    pinnedCerts,
                    handshakeFirst,
                    minVersion,
                    ocspPeer);
        }
    }
}
