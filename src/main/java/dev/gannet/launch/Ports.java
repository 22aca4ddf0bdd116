package dev.gannet.launch;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.MonitorConfig;
import dev.gannet.process.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Looks whether ports are free before the container is started, which takes seconds: what cannot be listened on is said
 * at once. Nothing is reserved, so the listeners themselves still decide.
 */
class Ports {
    /** Fails as the listener for clients would. */
    void requireFree(ListenConfig settings) throws StartFailure {
        try {
            bind(settings.host(), Math.max(0, settings.port()));
        } catch (IOException e) {
            throw StartFailure.ofListening(settings, e);
        }
    }

    /** Fails as the listener for monitoring would. Returns its port, which is a free one if any will do. */
    int free(MonitorConfig settings) throws StartFailure {
        try {
            return bind(settings.host(), Math.max(0, settings.anyPort()));
        } catch (IOException e) {
            throw StartFailure.ofMonitoring(settings, e);
        }
    }

    /** Returns {@code port}, or another free one if it is taken. */
    int freeOrOther(String host, int port) throws IOException {
        try {
            return bind(host, port);
        } catch (IOException e) {
            return bind(host, 0);
        }
    }

    /** Binds and lets go again; returns the port. */
    int bind(String host, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("lookup " + host + ": no such host");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // As listeners do: connections of a server that has just ended do not matter.
            socket.bind(address);
            return socket.getLocalPort();
        }
    }

    /** Returns a free port of the loopback interface. */
    static int freeOnLoopback() throws IOException {
        return new Ports().bind(InetAddress.getLoopbackAddress().getHostAddress(), 0);
    }
}
