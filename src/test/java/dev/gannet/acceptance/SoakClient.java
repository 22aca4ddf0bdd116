package dev.gannet.acceptance;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that does the same again and again, and comes back when its server does.
 *
 * <p><b>Owner:</b> a thread of its own; how often it was done is for any thread.
 */
final class SoakClient implements Runnable, AutoCloseable {
    private final String name;
    private final Connection connection;
    private final Work work;
    private final Thread thread = new Thread(this, "soak client");
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong done = new AtomicLong();

    /** Something that is done often. */
    interface Work {
        /** Returns how much of it was done. */
        int doOnce(Connection connection, long number)
                throws IOException, JetStreamApiException, InterruptedException, TimeoutException, Exception;
    }

    SoakClient(String name, String url, Work work) throws IOException, InterruptedException {
        this.name = name;
        this.work = work;
        this.connection = Nats.connect(Clients.options(url)
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(100))
                .build());
        thread.start();
    }

    String name() {
        return name;
    }

    long done() {
        return done.get();
    }

    @Override
    public void run() {
        for (long i = 0; !ended.get(); i++) {
            try {
                done.addAndGet(work.doOnce(connection, i));
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                i--; // The server is not there now; what comes of that is seen by what is done later.
            }
        }
    }

    /** Does it no more. */
    @Override
    public void close() throws InterruptedException {
        ended.set(true);
        thread.join();
        connection.close();
    }
}
