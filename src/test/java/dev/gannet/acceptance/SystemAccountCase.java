package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with a system account for each test, and a user of that account who asks it. */
abstract class SystemAccountCase {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String PING = "$SYS.REQ.SERVER.PING.";

    RunningServer server;
    Connection admin;

    /** The server's, with a user {@code admin} of the system account whose password is {@code p}. */
    abstract String configuration();

    @BeforeEach
    final void connect() throws Exception {
        server = ServerUnderTest.start(configuration());
        admin = Clients.connect(server.url(), "admin", "p");
    }

    @AfterEach
    final void leave() throws Exception {
        if (server != null) { // Aborted when the server under test cannot do it.
            admin.close();
            server.close();
        }
    }

    final JsonNode ask(String subject, String request) throws Exception {
        return json(reply(subject, request));
    }

    final Message reply(String subject, String request) throws Exception {
        return admin.request(subject, request.getBytes(UTF_8), SOON);
    }

    static JsonNode json(Message message) throws Exception {
        assertThat(message).isNotNull();
        return JSON.readTree(message.getData());
    }
}
