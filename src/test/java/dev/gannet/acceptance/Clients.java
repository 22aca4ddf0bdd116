package dev.gannet.acceptance;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;

/** Connections of the NATS Java client, as tests want them. */
final class Clients {
    /** Enough for what must come. */
    static final Duration SOON = Duration.ofSeconds(5);

    /** How long to look out for what must not come, after a flush has shown that it is not on its way. */
    static final Duration NOT_AT_ALL = Duration.ofMillis(50);

    private Clients() {}

    /** Connects and does not come back when the connection is lost. */
    static Connection connect(String url) throws IOException, InterruptedException {
        return Nats.connect(options(url).build());
    }

    static Connection connect(String url, String user, String password) throws IOException, InterruptedException {
        return Nats.connect(options(url)
                .userInfo(user.toCharArray(), password.toCharArray())
                .build());
    }

    /** Options of a client that does not come back when the connection is lost, and is silent about it. */
    static Options.Builder options(String url) {
        return new Options.Builder()
                .server(url)
                .connectionTimeout(SOON)
                .noReconnect()
                .errorListener(new ClientEvents());
    }
}
