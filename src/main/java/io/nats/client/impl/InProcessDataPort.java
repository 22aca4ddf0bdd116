package io.nats.client.impl;

import dev.gannet.client.inprocess.InProcessOptions;
import dev.gannet.client.inprocess.InProcessPort;
import io.nats.client.support.NatsUri;
import java.io.IOException;

/**
 * Carries a connection of jnats to a server in the same JVM. jnats makes it by its name, without arguments.
 *
 * <p>It is in a package of jnats because it is handed a {@code NatsConnection}, which no other package may name. Wherever the
 * client is, both have the same class loader.
 */
public final class InProcessDataPort implements DataPort {
    private final InProcessPort port = new InProcessPort();

    @Override
    @Deprecated
    public void connect(String url, NatsConnection connection, long timeoutNanos) throws IOException {
        port.connect(InProcessOptions.serverOf(connection.getOptions()));
    }

    @Override
    public void connect(NatsConnection connection, NatsUri url, long timeoutNanos) throws IOException {
        port.connect(InProcessOptions.serverOf(connection.getOptions()));
    }

    /** Nothing on the way can be read by somebody else, so the server does not ask for it. */
    @Override
    public void upgradeToSecure() throws IOException {
        throw new IOException("TLS is asked for, and there is none within a JVM (expected: a URL with nats://)");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return port.read(target, offset, length);
    }

    @Override
    public void write(byte[] source, int length) throws IOException {
        port.write(source, length);
    }

    @Override
    public void shutdownInput() {
        port.shutdownInput();
    }

    @Override
    public void close() throws IOException {
        port.close();
    }

    @Override
    public void flush() {
        // Nothing waits on this side.
    }
}
