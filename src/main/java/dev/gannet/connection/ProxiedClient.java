package dev.gannet.connection;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gannet.base.Chunk;
import dev.gannet.base.IpAddress;
import dev.gannet.base.TimerQueue;
import dev.gannet.connection.tls.EncryptionListener;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.ProxyHeader;
import dev.gannet.protocol.ProxyHeaderException;

/**
 * Stands between a socket and its {@link Client} where {@code proxy_protocol} is on: takes the header that a proxy sends
 * first, and is from then on the client's transport with the address that the header names (CP-211..219). The first INFO
 * goes out before that, without an address; nothing else of the client begins until the header is complete.
 *
 * <p><b>Owner:</b> its event loop; the address is read by monitoring threads too.
 */
public final class ProxiedClient implements Peer, Transport {
    private static final long TIMEOUT_NANOS = SECONDS.toNanos(5); // CP-213

    private final ServerContext server;
    private final Transport socket;
    private final Client client;
    private final ProxyHeader header = new ProxyHeader();
    private final TimerQueue.Timer timeout = TimerQueue.Timer.of(this::late);
    private volatile Address address;
    private boolean secondChance = true;
    private boolean begun;

    public ProxiedClient(ServerContext server, Transport socket) {
        this.server = server;
        this.socket = socket;
        this.address = new Address(socket.remoteHost(), socket.remotePort());
        this.client = new Client(server, this);
    }

    private record Address(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    // What the socket tells.

    @Override
    public void opened() {
        client.start().greet();
        if (!client.isClosed()) {
            setTimeout();
        }
    }

    private void setTimeout() {
        loop().timers().set(timeout, loop().nowNanos() + TIMEOUT_NANOS);
    }

    @Override
    public int received(Chunk in, int start, int limit) {
        if (begun) {
            return client.received(in, start, limit);
        }
        int position;
        boolean detected = header.isDetected();
        try {
            position = header.take(in, start, limit);
        } catch (ProxyHeaderException e) {
            refuse(String.valueOf(e.getMessage()));
            return start;
        }
        if (header.isComplete()) {
            begin();
            return client.received(in, position, limit);
        }
        if (header.isDetected() && !detected) {
            setTimeout(); // The rest of a header has its own time.
        }
        return position;
    }

    private void begin() {
        begun = true;
        loop().timers().cancel(timeout);
        IpAddress source = header.source();
        if (source != null) {
            address = new Address(source.toString(), header.sourcePort());
        }
        client.start().begin();
    }

    private void refuse(String why) {
        server.log().warn("Error reading PROXY protocol header from " + address + ": " + why);
        client.close(CloseReason.PROTOCOL_VIOLATION);
    }

    /** A few bytes that may become a header, or not, are waited for once more. */
    private void late() {
        if (secondChance && header.isBegun() && !header.isDetected()) {
            secondChance = false;
            setTimeout();
            return;
        }
        refuse(header.failed("i/o timeout"));
    }

    @Override
    public void tookLong(long nanos) {
        client.tookLong(nanos);
    }

    @Override
    public int needed() {
        return begun ? client.needed() : 0;
    }

    @Override
    public void inputEnded() {
        if (begun) {
            client.inputEnded();
        } else {
            refuse(header.ended());
        }
    }

    @Override
    public void inputFailed() {
        if (begun) {
            client.inputFailed();
        } else {
            refuse(header.failed("connection reset by peer"));
        }
    }

    @Override
    public void outputFailed(OutboxFailure failure) {
        client.outputFailed(failure);
    }

    @Override
    public boolean outputLate(boolean moves) {
        return client.outputLate(moves);
    }

    @Override
    public void outputRecovered(long nanos, long bytes) {
        client.outputRecovered(nanos, bytes);
    }

    // What the client asks.

    @Override
    public String remoteHost() {
        return address.host;
    }

    @Override
    public int remotePort() {
        return address.port;
    }

    @Override
    public String clientIp() {
        return begun ? remoteHost() : "";
    }

    @Override
    public void encrypt(EncryptionListener listener) {
        socket.encrypt(listener);
    }

    @Override
    public void close(long lingerNanos) {
        loop().timers().cancel(timeout);
        socket.close(lingerNanos);
    }

    @Override
    public LoopContext loop() {
        return socket.loop();
    }

    @Override
    public Outbox outbox() {
        return socket.outbox();
    }

    @Override
    public void pauseReading() {
        socket.pauseReading();
    }

    @Override
    public void resumeReading() {
        socket.resumeReading();
    }

    @Override
    public void readLittle(boolean little) {
        socket.readLittle(little);
    }

    @Override
    public void execute(Runnable task) {
        socket.execute(task);
    }

    @Override
    public void post(Runnable task) {
        socket.post(task);
    }
}
