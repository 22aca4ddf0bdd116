package dev.gannet.process;

import dev.gannet.base.IpAddress;
import dev.gannet.base.ServerLog;
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
 * <p><b>Owner:</b> the main thread.
 */
public final class PortsFile {
    private final Path path;
    private final StringBuilder json = new StringBuilder("{");

    private PortsFile(Path path) {
        this.path = path;
    }

    /**
     * Returns the file that the settings ask for, with the URLs for clients; null if they ask for none. It is named after
     * nats-server, whatever this program is called: that is where test harnesses look for it.
     */
    public static @Nullable PortsFile of(ServerConfig config, OwnProcess process, int clientPort) {
        Path directory = config.files().portsFileDir();
        if (directory == null) {
            return null;
        }
        PortsFile file = new PortsFile(directory.resolve("nats-server_" + process.pid() + ".ports"));
        file.add("nats", "nats", config.client().host(), clientPort);
        return file;
    }

    /** Adds the URLs of the monitoring. */
    public void addMonitoring(String host, int port) {
        add("monitoring", "http", host, port);
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

    public void write(ServerLog log) {
        try {
            Files.writeString(path, json + "}");
        } catch (IOException e) {
            log.error("Error writing ports file (" + path + "): " + FileProblem.text("open", path.toString(), e));
        }
    }

    public void remove(ServerLog log) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            log.error("Error cleaning up ports file " + path + ": " + FileProblem.text("remove", path.toString(), e));
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
