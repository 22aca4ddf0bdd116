package dev.gannet.process;

import dev.gannet.base.IpAddress;
import dev.gannet.base.ServerLog;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that names the URLs which the server really listens on, for whoever started it on random ports.
 *
 * <p><b>Owner:</b> the thread that starts the server, then whoever reloads it, then who ends it: never two at a time.
 */
public final class PortsFile {
    private final String name;
    private final StringBuilder json = new StringBuilder("{");
    private @Nullable Path path;

    private PortsFile(String name) {
        this.name = name;
    }

    /**
     * Returns a file with the URLs for clients, to be written where the settings say. It is named after nats-server,
     * whatever this program is called: that is where test harnesses look for it.
     */
    public static PortsFile of(ServerConfig config, OwnProcess process, int clientPort) {
        PortsFile file = new PortsFile("nats-server_" + process.pid() + ".ports");
        file.add("nats", config.tls() == null ? "nats" : "tls", config.client().host(), clientPort);
        return file;
    }

    /** Adds the URLs of the monitoring. */
    public void addMonitoring(MonitorConfig settings, String host, int port) {
        add("monitoring", settings.isEncrypted() ? "https" : "http", host, port);
    }

    /** Adds the URLs of profiles. */
    public void addProfile(String host, int port) {
        add("profile", "http", host, port);
    }

    /** Adds the URLs of one listener: one, or one for each address of this machine if it listens on all. */
    private void add(String listener, String scheme, String host, int port) {
        if (json.length() > 1) {
            json.append(',');
        }
        json.append('"').append(listener).append("\":[");
        String separator = "";
        for (String address : addresses(host)) {
            String url = scheme + "://" + HostPort.join(address, port);
            json.append(separator).append('"').append(url).append('"');
            separator = ",";
        }
        json.append(']');
    }

    /** Writes it to {@code directory} and nowhere else; null is nowhere at all. */
    public void write(@Nullable Path directory, ServerLog log) {
        remove(log);
        if (directory == null) {
            return;
        }
        Path written = directory.resolve(name);
        try {
            WholeFile.write(written, json + "}");
            path = written;
        } catch (IOException e) {
            log.error("Error writing ports file (" + written + "): " + FileProblem.text("open", written.toString(), e));
        }
    }

    public void remove(ServerLog log) {
        Path written = path;
        if (written == null) {
            return;
        }
        path = null;
        try {
            Files.delete(written);
        } catch (IOException e) {
            log.error("Error cleaning up ports file " + written + ": "
                    + FileProblem.text("remove", written.toString(), e));
        }
    }

    private static List<String> addresses(String host) {
        try {
            InetAddress bound = InetAddress.getByName(host);
            return bound.isAnyLocalAddress() ? allAddresses() : List.of(text(bound));
        } catch (SocketException | UnknownHostException e) {
            return List.of(host); // It is listening, so the host is right, whatever it means.
        }
    }

    /**
     * Interfaces in the system's order, IPv4 before IPv6 on each. Whoever started the server takes the first URL, and not
     * every program can do with IPv6.
     */
    private static List<String> allAddresses() throws SocketException {
        List<NetworkInterface> interfaces = Collections.list(NetworkInterface.getNetworkInterfaces());
        interfaces.sort(Comparator.comparingInt(NetworkInterface::getIndex));
        List<String> addresses = new ArrayList<>();
        for (NetworkInterface each : interfaces) {
            List<InetAddress> own = Collections.list(each.getInetAddresses());
            own.sort(Comparator.comparingInt((InetAddress address) -> address.getAddress().length));
            own.forEach(address -> addresses.add(text(address)));
        }
        return addresses;
    }

    private static String text(InetAddress address) {
        return IpAddress.of(address.getAddress()).toString();
    }
}
