package dev.gannet.launch;

import dev.gannet.config.TlsConfig;
import dev.gannet.config.tls.CipherSuites;
import dev.gannet.config.tls.MonitoringCertificate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the container is told: its options, its first commands, and properties for itself and the application in it. */
final class ContainerSettings {
    /** The command line, a NUL after each argument: the application reads it as the launcher has, and knows that it is alone. */
    static final String ARGUMENTS = "gannet.launch.arguments";
    /** Where the container answers HTTP; both are absent where it does not. */
    static final String HTTP_HOST = "gannet.launch.http_host";

    static final String HTTP_PORT = "gannet.launch.http_port";
    /** Set by the application where its server could not start and has logged why, as nats-server does in its last line. */
    static final String FAILED = "gannet.launch.failed";

    /** What a start is spared: checks of our own application's descriptors, a page about REST services that it has not. */
    private static final List<String> SPARED = List.of(
            "set configs.config.server-config.admin-service.das-config.deploy-xml-validation=none",
            "set-openapi-configuration --enabled=false --virtualservers=none");

    private static final String NETWORK = "set configs.config.server-config.network-config.";
    private static final String LISTENERS = NETWORK + "network-listeners.network-listener.";
    private static final String SSL = NETWORK + "protocols.protocol.https-listener.ssl.";

    private final List<String> given;
    private final HttpAddress http;
    private final @Nullable TlsConfig tls;
    private final InstanceDirectory directory;

    /** {@code tls} is null where HTTP is not encrypted. */
    ContainerSettings(List<String> given, HttpAddress http, @Nullable TlsConfig tls, InstanceDirectory directory) {
        this.given = given;
        this.http = http;
        this.tls = tls;
        this.directory = directory;
    }

    Map<String, String> properties() throws IOException {
        Map<String, String> properties = new TreeMap<>(directory.properties());
        properties.put(ARGUMENTS, given.stream().map(each -> each + "\0").collect(Collectors.joining()));
        properties.put("java.util.logging.config.file", directory.loggingFile().toString());
        if (http.isOn()) {
            properties.put(HTTP_HOST, http.host());
            properties.put(HTTP_PORT, Integer.toString(http.port()));
        }
        return properties;
    }

    /**
     * No grid, no calls home: beside HTTP the container itself listens on nothing. (With its option against clusters as
     * well, the one against the grid would be ignored.)
     */
    List<String> arguments() throws IOException {
        return List.of(
                "--rootdir",
                directory.root().toString(),
                "--prebootcommandfile",
                directory.writeCommands(commands()).toString(),
                "--nohazelcast",
                "--disablephonehome",
                "--deploy",
                directory.war().toString(),
                "--contextroot",
                "/");
    }

    List<String> commands() {
        List<String> commands = new ArrayList<>(SPARED);
        if (http.isOn()) {
            String listener = LISTENERS + (tls == null ? "http-listener." : "https-listener.");
            commands.add(listener + "address=" + http.host());
            commands.add(listener + "port=" + http.port());
        }
        if (!http.isOn() || tls != null) {
            commands.add(LISTENERS + "http-listener.enabled=false");
        }
        if (tls != null) {
            commands.add(LISTENERS + "https-listener.enabled=true");
            commands.addAll(ssl(tls));
        }
        return commands;
    }

    /** The key is that of {@link MonitoringKeys}, by whatever name the container asks for it. */
    private static List<String> ssl(TlsConfig tls) {
        List<String> commands = new ArrayList<>();
        commands.add(SSL + "key-algorithm=" + MonitoringCertificate.ALGORITHM);
        if (tls.minVersion().equals(TlsConfig.VERSION_1_3)) {
            commands.add(SSL + "tls12-enabled=false");
        }
        if (!tls.cipherSuites().isEmpty()) {
            String suites = Stream.concat(CipherSuites.OF_1_3.stream(), tls.cipherSuites().stream())
                    .distinct()
                    .map(suite -> "+" + suite)
                    .collect(Collectors.joining(","));
            commands.add(SSL + "ssl3-tls-ciphers=" + suites);
        }
        return commands;
    }
}
