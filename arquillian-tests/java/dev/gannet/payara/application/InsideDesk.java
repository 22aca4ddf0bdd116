package dev.gannet.payara.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.api.Messaging;
import dev.gannet.api.OnSubject;
import io.nats.client.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Names no server: it means the one in its container. */
@ApplicationScoped
public class InsideDesk {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Messaging messaging;

    @Inject
    Connection nats;

    @OnSubject(value = "inside.ask", concurrency = 2)
    public String ask(String text) {
        return "asked " + messaging.request("inside.echo", text, SOON).text();
    }

    @OnSubject(value = "inside.jnats", concurrency = 2)
    public String askWithJnats(String text) throws InterruptedException {
        return "asked with jnats "
                + new String(
                        nats.request("inside.echo", text.getBytes(UTF_8), SOON).getData(), UTF_8);
    }

    @OnSubject("inside.echo")
    public String echo(String text) {
        return text;
    }
}
