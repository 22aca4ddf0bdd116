package prices;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.Connection;
import io.nats.client.Message;

/** Answers what things cost: {@code prices.pen}. It is any NATS program, and knows nothing of where its server is. */
public final class PriceDesk {
    private final Connection connection;

    private PriceDesk(Connection connection) {
        this.connection = connection;
    }

    public static void open(Connection connection) {
        PriceDesk desk = new PriceDesk(connection);
        connection.createDispatcher(desk::answer).subscribe("prices.*", "price-desk");
    }

    private void answer(Message question) {
        String item = question.getSubject().substring("prices.".length());
        String price = item + ": " + 50 * item.length() + " cents";
        connection.publish(question.getReplyTo(), price.getBytes(UTF_8));
    }
}
