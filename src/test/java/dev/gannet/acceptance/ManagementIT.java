package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.testing.RemoteManagement;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.WireConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edge host in JMX, seen from another process. */
class ManagementIT {
    private static final Path SCRIPT = Path.of("bin/gannet-edge").toAbsolutePath();
    private static final int FREE_PORT = -1;
    private static final int PAYLOAD_BYTES = 64 << 10;

    @TempDir
    Path directory;

    private Path executable = SCRIPT;

    @BeforeEach
    void writeExecutable() throws Exception {
        assumeTrue(
                Files.exists(Path.of("target/gannet-edge.jar")), "the edge host is tested when it has been packaged");
        executable = directory.resolve("gannet-edge");
        Files.writeString(
                executable, "#!/bin/sh\nGANNET_JAVA_OPTS=-Dcom.sun.management.jmxremote exec " + SCRIPT + " \"$@\"\n");
        assertThat(executable.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldBeManagedFromAnotherProcess() throws Exception {
        String conf = "max_pending: 100KB\nmax_payload: 64KB\nwrite_deadline: \"2s\"\n" + "jetstream { store_dir: '"
                + directory.resolve("streams") + "' }";
        try (ServerProcess server = ServerProcess.start(executable, conf, FREE_PORT);
                RemoteManagement remote = RemoteManagement.connect(server.pid());
                WireConnection kicked = connect(server, "kicked");
                WireConnection slow = connect(server, "slow");
                WireConnection publisher = connect(server, "publisher")) {
            // then it is there, with the streams' journal a moment later
            assertThat(remote.value("Server", "ClientPort")).isEqualTo(server.clientPort());
            assertThat(remote.value("Server", "Connections")).isEqualTo(3);
            assertThat((CompositeData[]) remote.value("Listeners", "Listeners"))
                    .extracting(each -> each.get("port"))
                    .contains(server.clientPort());
            eventually(() -> assertThat(remote.value("Journal", "Writable")).isEqualTo(true));
            CompositeData account = (CompositeData) remote.call("Accounts", "find", "$G");
            assertThat(account.get("connections")).isEqualTo(3);

            // when a client is to go
            CompositeData[] clients = (CompositeData[]) remote.call("Connections", "list", 0, 10);
            assertThat(clients).extracting(each -> each.get("name")).containsExactly("kicked", "slow", "publisher");
            assertThat(remote.call("Connections", "kick", clients[0].get("cid")))
                    .isEqualTo(true);

            // then it goes
            assertThat(kicked.readToEnd().ended()).isTrue();

            // when another does not read
            remote.listen("Server");
            slow.send("SUB flood 1\r\nPING\r\n");
            assertThat(slow.readLine()).isEqualTo("PONG\r\n");
            String message = "PUB flood " + PAYLOAD_BYTES + "\r\n" + "x".repeat(PAYLOAD_BYTES) + "\r\n";
            eventually(() -> {
                publisher.send(message);
                assertThat(remote.told()).isNotEmpty();
            });

            // then who listens is told
            Notification first = remote.told().element();
            assertThat(first.getType()).isEqualTo("dev.gannet.slow-consumer");
            CompositeData who = (CompositeData) first.getUserData();
            assertThat(List.of(who.get("name"), who.get("account"))).containsExactly("slow", "$G");
        }
    }

    private static WireConnection connect(ServerProcess server, String name) throws Exception {
        WireConnection client = new WireConnection(server.clientPort());
        client.send("CONNECT {\"verbose\":false,\"name\":\"" + name + "\"}\r\nPING\r\n");
        assertThat(client.readLines(2)).contains("PONG");
        return client;
    }
}
