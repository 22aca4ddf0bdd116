package dev.gannet.process.log;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a syslog server is: {@code udp}, {@code tcp} or {@code unix}, and an address.
 *
 * @param network as the reference calls it
 * @param target the address as it was given, for error texts
 */
record SyslogAddress(String network, String target) {
    private static final Set<String> NETWORKS = Set.of("udp", "tcp", "unix");
    private static final int CONNECT_MILLIS = 3_000;

    /** Where the system's own log listens. */
    private static final List<String> LOCAL = List.of("/dev/log", "/var/run/syslog", "/var/run/log");

    /** Reads a URL such as {@code udp://logs.example.com:514} or {@code unix:///run/log.sock}. */
    static SyslogAddress of(String url) throws IOException {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IOException("error parsing the address of the syslog server: " + e.getMessage(), e);
        }
        String network = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!NETWORKS.contains(network)) {
            throw new IOException("error invalid network type: \"" + network + "\"");
        }
        String target = network.equals("unix") ? uri.getPath() : uri.getRawAuthority();
        return new SyslogAddress(network, target == null ? "" : target);
    }

    /** Whether the server is on this machine, which makes the messages shorter. */
    boolean isLocal() {
        return network.equals("unix");
    }

    SyslogLink open() throws IOException {
        try {
            return new Channel(connect());
        } catch (IOException e) {
            throw new IOException(
                    "dial " + network + (e instanceof Unreachable ? "" : " " + target) + ": " + reason(e), e);
        }
    }

    /**
     * Opens the way to the system's own log. That is mostly a datagram socket in the file system, which Java does not have:
     * then the system's {@code logger} is started and given the lines.
     */
    static SyslogLink openLocal(String tag, long pid) throws IOException {
        for (String path : LOCAL) {
            if (isSocket(Path.of(path))) {
                try {
                    return new SyslogAddress("unix", path).open();
                } catch (IOException e) {
                    return LoggerLink.start(tag, pid);
                }
            }
        }
        throw new IOException("Unix syslog delivery error");
    }

    private static boolean isSocket(Path path) throws IOException {
        return Files.exists(path)
                && Files.readAttributes(path, BasicFileAttributes.class).isOther();
    }

    private ByteChannel connect() throws IOException {
        if (isLocal()) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            return connected(channel, () -> channel.connect(UnixDomainSocketAddress.of(target)));
        }
        SocketAddress address = internetAddress();
        if (network.equals("udp")) {
            DatagramChannel channel = DatagramChannel.open();
            return connected(channel, () -> channel.connect(address));
        }
        SocketChannel channel = SocketChannel.open();
        return connected(channel, () -> channel.socket().connect(address, CONNECT_MILLIS));
    }

    private interface Connecting {
        void run() throws IOException;
    }

    private static ByteChannel connected(ByteChannel channel, Connecting connecting) throws IOException {
        try {
            connecting.run();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private InetSocketAddress internetAddress() throws Unreachable {
        URI uri = URI.create(network + "://" + target);
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new Unreachable("address " + target + ": missing port in address");
        }
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
        if (address.isUnresolved()) {
            throw new Unreachable("lookup " + uri.getHost() + ": no such host");
        }
        return address;
    }

    private static String reason(IOException problem) {
        String text = String.valueOf(problem.getMessage());
        if (problem instanceof SocketException && !text.isEmpty()) {
            return "connect: " + Character.toLowerCase(text.charAt(0)) + text.substring(1);
        }
        return text;
    }

    /** An address that nothing was tried with. */
    private static final class Unreachable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }

    /** A channel, since an interrupt ends what hangs there. */
    private record Channel(ByteChannel channel) implements SyslogLink {
        @Override
        public void send(byte[] message) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(message);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
