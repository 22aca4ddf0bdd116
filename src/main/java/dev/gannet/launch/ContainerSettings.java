package dev.gannet.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the container is told: its options, its first commands, and properties for itself and the application in it. */
final class ContainerSettings {
    /** The command line, one argument a line: the application reads it as the launcher has, and knows that it is alone. */
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

    private static final String LISTENER =
            "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.";

    private final List<String> given;
    private final HttpAddress http;
    private final InstanceDirectory directory;

    ContainerSettings(List<String> given, HttpAddress http, InstanceDirectory directory) {
        this.given = given;
        this.http = http;
        this.directory = directory;
    }

    Map<String, String> properties() throws IOException {
        Map<String, String> properties = new TreeMap<>(directory.properties());
        properties.put(ARGUMENTS, String.join("\n", given));
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
            commands.add(LISTENER + "address=" + http.host());
            commands.add(LISTENER + "port=" + http.port());
        } else {
            commands.add(LISTENER + "enabled=false");
        }
        return commands;
    }
}
