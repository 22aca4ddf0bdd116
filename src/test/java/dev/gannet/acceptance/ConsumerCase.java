package dev.gannet.acceptance;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server with streams, and for each test a client that sees bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsumerCase {
    RunningServer server;
    ConsumerWire client;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = ServerUnderTest.start("jetstream { store_dir: \"" + directory.toRealPath() + "\" }\n");
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = new ConsumerWire(server.clientPort());
    }

    @AfterEach
    void leave() throws IOException {
        client.close();
    }
}
