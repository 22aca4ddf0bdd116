package prices;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.config.ServerConfig;
import dev.gannet.engine.GannetServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.time.Duration;

/** A program that brings its server along. The server is on a free port of this machine, and other programs may come too. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (GannetServer server = GannetServer.start(ServerConfig.embedded());
                Connection desk = Nats.connect(server.url());
                Connection customer = Nats.connect(server.url())) {
            PriceDesk.open(desk);
            desk.flush(Duration.ofSeconds(5)); // Now the server knows of it.

            Message price = customer.request("prices.pen", new byte[0], Duration.ofSeconds(5));
            System.out.println(new String(price.getData(), UTF_8));
        }
    }
}
