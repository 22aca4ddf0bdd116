package dev.gannet.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void shouldSayWhoTheClientIsAsTheReferenceDoes() {
        assertThat(Credentials.ofUser("ann", "secret").describe()).isEqualTo("User \"ann\"");
        assertThat(Credentials.ofToken("secret").describe()).isEqualTo("Token \"[REDACTED]\"");
        assertThat(ofNkey("UABC").describe()).isEqualTo("Nkey \"UABC\"");
        assertThat(Credentials.none().describe()).isEqualTo("User \"N/A\"");
    }

    @Test
    void shouldSayInTheLogWhoWasTurnedAway() {
        // AC-6, recorded from nats-server
        assertThat(Credentials.ofUser("ann", "secret").authenticationError())
                .isEqualTo("authentication error - User \"ann\"");
        assertThat(Credentials.ofToken("secret").authenticationError())
                .isEqualTo("authentication error - Token \"[REDACTED]\"");
        assertThat(Credentials.none().authenticationError()).isEqualTo("authentication error");
    }

    @Test
    void shouldKeepTheLogOnOneLine() {
        assertThat(Credentials.ofUser("x\"\n[INF] fake", null).authenticationError())
                .isEqualTo("authentication error - User \"x\\\"\\n[INF] fake\"");
    }

    @Test
    void shouldShowWhatMonitoringShows() {
        assertThat(Credentials.ofUser("ann", "secret").shownUser()).isEqualTo("ann");
        assertThat(Credentials.ofToken("secret").shownUser()).isEqualTo("[REDACTED]");
        assertThat(ofNkey("UABC").shownUser()).isEqualTo("UABC");
        assertThat(Credentials.none().shownUser()).isNull();
        assertThat(new Credentials("ann", null, "secret", null, null, null).shownUser())
                .isEqualTo("ann");
    }

    @Test
    void shouldLabelAConnection() {
        assertThat(Credentials.ofUser("ann", "secret").label()).isEqualTo("user:ann");
        assertThat(Credentials.ofToken("secret").label()).isEqualTo("token");
        assertThat(ofNkey("UABC").label()).isEqualTo("nkey:UABC");
        assertThat(Credentials.none().label()).isNull();
    }

    @Test
    void shouldNeverShowASecret() {
        // given
        Credentials credentials = new Credentials("ann", "s3cret-1", "s3cret-2", "UABC", "s3cret-3", "s3cret-4");

        // when, then
        assertThat(credentials.toString()
                        + credentials.describe()
                        + credentials.label()
                        + credentials.shownUser()
                        + credentials.authenticationError())
                .doesNotContain("s3cret");
        assertThat(Credentials.ofToken("s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    void shouldTakeEmptyForAbsent() {
        // CP-36
        assertThat(new Credentials("", "", "", "", "", "")).isEqualTo(Credentials.none());
    }

    private static Credentials ofNkey(String nkey) {
        return new Credentials(null, null, null, nkey, "sig", null);
    }
}
