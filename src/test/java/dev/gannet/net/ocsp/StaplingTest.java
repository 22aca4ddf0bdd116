package dev.gannet.net.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.config.feature.OcspConfig;
import dev.gannet.config.feature.OcspConfig.Mode;
import dev.gannet.testing.OcspAuthority;
import dev.gannet.testing.OcspAuthority.Issued;
import dev.gannet.testing.OcspAuthority.Says;
import dev.gannet.testing.RecordingLog;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AC-132, RL-2192 */
class StaplingTest {
    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private OcspAuthority authority;

    @BeforeEach
    void start() throws Exception {
        authority = new OcspAuthority(directory);
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test
    void shouldBelieveTheNextResponderWhereOneAnswersForAnother() throws Exception {
        // given two responders, of which the first does not know the certificate
        Issued own = authority.issueServer("server", false);
        try (OcspAuthority confused = new OcspAuthority(directory)) {
            confused.say(own, Says.OTHER);
            StapledCertificate subject =
                    subject(own, List.of(URI.create(confused.url()), URI.create(authority.url() + "/")));

            // when
            Staple staple = new StapleSource(subject, new StapleStore(""), InstantSource.system(), log).first();

            // then
            assertThat(staple.isGood()).isTrue();
            assertThat(confused.asked()).isEqualTo(1);
            assertThat(authority.asked()).isEqualTo(1);
        }
    }

    @Test
    void shouldShowNothingThatIsOver() throws Exception {
        // given a staple that holds for an hour
        Issued own = authority.issueServer("server", false);
        StapledCertificate subject = subject(own, List.of(URI.create(authority.url())));
        List<Instant> now = new ArrayList<>(List.of(Instant.now()));
        StapleMonitor monitor = new StapleMonitor(subject, new StapleStore(""), () -> now.get(0), log);
        monitor.open();
        assertThat(monitor.current()).isNotNull();

        // when
        now.set(0, now.get(0).plusSeconds(3600));

        // then
        assertThat(monitor.current()).isNull();
    }

    @Test
    void shouldWantAStapleAsTheModeAndTheCertificateSay() throws Exception {
        X509Certificate needing = authority.issueServer("server", true).certificate();
        X509Certificate usual = authority.issueServer("server", false).certificate();
        assertThat(StapledCertificate.isWanted(needing, null)).isTrue();
        assertThat(StapledCertificate.isWanted(usual, null)).isFalse();
        for (Mode mode : Mode.values()) {
            OcspConfig config = new OcspConfig(mode, "");
            assertThat(StapledCertificate.isWanted(needing, config)).isEqualTo(mode != Mode.NEVER);
            assertThat(StapledCertificate.isWanted(usual, config)).isEqualTo(mode == Mode.ALWAYS);
        }
    }

    @Test
    void shouldFindWhoHasSigned() throws Exception {
        X509Certificate own = authority.issueServer("server", false).certificate();
        X509Certificate other = authority.issueServer("other", false).certificate();
        X509Certificate signer = authority.certificate();
        OcspConfig config = new OcspConfig(Mode.ALWAYS, "");
        assertThat(StapledCertificate.of("f", List.of(own, signer), List.of(), config)
                        .issuer())
                .isEqualTo(signer);
        assertThat(StapledCertificate.of("f", List.of(own), List.of(other, signer), config)
                        .issuer())
                .isEqualTo(signer);
        assertThatThrownBy(() -> StapledCertificate.of("f", List.of(own, other), List.of(signer), config))
                .isInstanceOf(OcspException.class)
                .hasMessage("no issuers found");
    }

    private StapledCertificate subject(Issued own, List<URI> responders) {
        return new StapledCertificate("f", own.certificate(), authority.certificate(), responders, false);
    }
}
