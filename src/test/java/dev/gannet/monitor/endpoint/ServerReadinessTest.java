package dev.gannet.monitor.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerReadinessTest {
    private final FakeServer server = new FakeServer();

    @Test
    void shouldBeReadyWithoutStreams() {
        ServerReadiness readiness = ServerReadiness.of(server, true, false);
        assertThat(readiness.isReady()).isTrue();
        assertThat(readiness.jetStream()).isEqualTo("off");
        assertThat(readiness.storage()).isEqualTo("off");
    }

    @Test
    void shouldSayThatClientsCannotConnect() {
        assertThat(ServerReadiness.of(server, false, false).reasons())
                .containsExactly("not listening for client connections");
        assertThat(ServerReadiness.of(server, false, true).reasons()).containsExactly("in lame duck mode");
    }

    @Test
    void shouldNotBeReadyBeforeStreamsAreThere() {
        // given
        server.jetStreamConfig = FakeJetStream.config();

        // then
        ServerReadiness readiness = ServerReadiness.of(server, true, false);
        assertThat(readiness.isReady()).isFalse();
        assertThat(readiness.jetStream()).isEqualTo("not ready");
        assertThat(readiness.reasons()).containsExactly("JetStream not enabled (10076)");

        // and when they are
        server.jetStream = new FakeJetStream();
        assertThat(ServerReadiness.of(server, true, false).isReady()).isTrue();
        assertThat(ServerReadiness.of(server, true, false).jetStream()).isEqualTo("ready");
        assertThat(ServerReadiness.of(server, true, false).storage()).isEqualTo("writable");
    }

    @Test
    void shouldSayWhyNothingCanBeStored() {
        // given
        FakeJetStream streams = new FakeJetStream();
        streams.problem = "No space left on device";
        server.jetStreamConfig = FakeJetStream.config();
        server.jetStream = streams;

        // when it also leaves
        ServerReadiness readiness = ServerReadiness.of(server, false, true);

        // then there is more than one reason, in the words of /healthz
        assertThat(readiness.storage()).isEqualTo("not writable");
        assertThat(readiness.reasons())
                .containsExactly("in lame duck mode", "JetStream write error: No space left on device");
        Healthz health = Healthz.of(server, new Healthz.Options("", "", "", Healthz.Depth.STREAMS, false));
        assertThat(readiness.reasons()).contains(health.error());
    }
}
