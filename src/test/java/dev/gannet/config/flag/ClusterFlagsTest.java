package dev.gannet.config.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.ServerConfig;
import dev.gannet.config.peer.ClusterConfig;
import dev.gannet.config.peer.PeerUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the flags about other servers and streams do over what the file says (CF-20, CF-23..26). */
class ClusterFlagsTest {
    private static final String CLUSTER = "cluster { name: c, host: 127.0.0.1, port: 6222, no_advertise: true,"
            + " authorization {user: u, password: p}, routes: [\"nats://a:1\"] }";

    @TempDir
    Path directory;

    @Test
    void shouldTakeThePlaceOfWhatTheFileSays() throws IOException {
        // when the cluster is somewhere else
        ClusterConfig cluster = config(CLUSTER, "--cluster", "nats://ann:secret@10.0.0.1:7000", "--cluster_name", "d")
                .features()
                .cluster();

        // then the file counts for the rest only
        assertThat(Objects.requireNonNull(cluster.listen()).host()).isEqualTo("10.0.0.1");
        assertThat(cluster.listen().port()).isEqualTo(7000);
        assertThat(cluster.login().user()).isEqualTo("ann");
        assertThat(cluster.login().password()).isEqualTo("secret");
        assertThat(cluster.name()).isEqualTo("d");
        assertThat(cluster.routes()).extracting(PeerUrl::text).containsExactly("nats://a:1");
    }

    @Test
    void shouldForgetTheFilesUserWithoutOneOfItsOwn() throws IOException {
        ClusterConfig cluster = config(CLUSTER, "--cluster_listen", "nats://127.0.0.1:-1")
                .features()
                .cluster();

        assertThat(Objects.requireNonNull(cluster.listen()).port()).isEqualTo(-1);
        assertThat(cluster.login().user()).isEmpty();
        assertThat(cluster.login().password()).isEmpty();
    }

    @Test
    void shouldSwitchTheClusterOff() throws IOException {
        assertThat(config(CLUSTER, "--cluster", "").features().cluster().isOn()).isFalse();
    }

    @Test
    void shouldTakeTheOtherFlagsToo() throws IOException {
        // given all of them
        ServerConfig config = config(
                CLUSTER,
                "--no_advertise=false",
                "--connect_retries",
                "3",
                "--cluster_advertise",
                "a:1",
                "--routes",
                "nats://b:1, nats://c:2",
                "-js",
                "-sd",
                "/streams",
                "--profile",
                "6060");

        // then they are where later capabilities look for them
        ClusterConfig cluster = config.features().cluster();
        assertThat(cluster.noAdvertise()).isFalse();
        assertThat(cluster.connectRetries()).isEqualTo(3);
        assertThat(Objects.requireNonNull(cluster.listen()).advertise()).isEqualTo("a:1");
        assertThat(cluster.routes()).extracting(PeerUrl::text).containsExactly("nats://b:1", "nats://c:2");
        assertThat(config.features().jetStream().storeDirectory()).isEqualTo("/streams");
        assertThat(config.features().profiling().port()).isEqualTo(6060);
    }

    @Test
    void shouldForgetTheFilesRoutes() throws IOException {
        assertThat(config(CLUSTER, "--routes", "").features().cluster().routes())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nats://u@127.0.0.1:1 | expected cluster password to be set",
                "127.0.0.1:6222 | parse \"127.0.0.1:6222\": first path segment in URL cannot contain colon",
                "nats://127.0.0.1 | address 127.0.0.1: missing port in address",
                "nats://127.0.0.1:x | parse \"nats://127.0.0.1:x\": invalid port \":x\" after host",
                "nats://a b:1 | parse \"nats://a b:1\": invalid character \" \" in host name",
                "nats:// | missing port in address",
                "x | missing port in address",
            })
    void shouldSayWhatIsWrongWithTheUrl(String url, String error) {
        CommandLine read = new CommandLineReader(name -> null).read(List.of("--cluster", url));

        assertThat(read).isEqualTo(new CommandLine.Failure(error));
    }

    @Test
    void shouldNeedAClusterForRoutes() throws IOException {
        // given a file without a cluster
        Path file = Files.writeString(directory.resolve("nats.conf"), "port: 4333\n");

        // when there are routes
        CommandLine read = new CommandLineReader(name -> null)
                .read(List.of("-c", file.toString(), "--routes", "nats://127.0.0.1:1"));

        // then it does not start
        assertThat(read)
                .isEqualTo(new CommandLine.Failure("solicited routes require cluster capabilities, e.g. --cluster"));
    }

    private ServerConfig config(String conf, String... flags) throws IOException {
        Path file = Files.writeString(directory.resolve("nats.conf"), conf + "\nserver_name: a\n");
        List<String> arguments = new ArrayList<>(List.of("-c", file.toString()));
        arguments.addAll(Arrays.asList(flags));
        CommandLine read = new CommandLineReader(name -> null).read(arguments);
        assertThat(read).isInstanceOf(CommandLine.Run.class);
        return ((CommandLine.Run) read).config();
    }
}
