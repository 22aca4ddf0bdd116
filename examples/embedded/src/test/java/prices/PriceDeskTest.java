package prices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gannet.testing.GannetExtension;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PriceDeskTest {
    /** A server for the tests of this class; with -Dgannet.url=nats://... they use the one at that address. */
    @RegisterExtension
    static final GannetExtension nats = new GannetExtension();

    @Test
    void shouldSayWhatAPenCosts() throws Exception {
        try (Connection desk = Nats.connect(nats.url());
                Connection customer = Nats.connect(nats.url())) {
            PriceDesk.open(desk);
            desk.flush(Duration.ofSeconds(5));

            Message price = customer.request("prices.pen", new byte[0], Duration.ofSeconds(5));

            assertEquals("pen: 150 cents", new String(price.getData(), UTF_8));
        }
    }
}
