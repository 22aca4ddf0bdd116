package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messaging as an application uses it over TCP, against any NATS server. */
class ApplicationMessagingIT extends MessagingCase {
    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Override
    Messaging connected() {
        return JnatsMessaging.connect(new Options.Builder().server(server.url()));
    }

    @Override
    void close(Messaging connected) {
        ((JnatsMessaging) connected).close();
    }

    @Test
    void shouldSayWhereNobodyListens() {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> JnatsMessaging.connect(new Options.Builder().server("nats://127.0.0.1:1")))
                .withMessageContaining("cannot connect to")
                .withMessageContaining("127.0.0.1:1");
    }
}
