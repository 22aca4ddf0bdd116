package shop;

import dev.gannet.api.Bucket;
import dev.gannet.api.Header;
import dev.gannet.api.OnStream;
import dev.gannet.api.ServiceException;
import dev.gannet.api.Token;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/** Makes bills of orders, whenever it is there: orders wait in their stream. */
@ApplicationScoped
public class Billing {
    @Inject
    @Bucket(value = "prices", create = true)
    KeyValue prices;

    @Inject
    @Bucket(value = "bills", create = true)
    KeyValue bills;

    /**
     * The order is done when this returns. When it throws, the order comes again, after a second, five, thirty; but an
     * order that nobody can ever bill is set aside at once. It may come twice, and then there is the same bill again.
     */
    @OnStream(
            stream = "ORDERS",
            consumer = "billing",
            subjects = "orders.*",
            create = true,
            deadLetter = "refused.orders")
    void bill(@Token String id, Order order) throws IOException, JetStreamApiException {
        KeyValueEntry price = prices.get(order.item);
        if (price == null) {
            throw new ServiceException(404, "there is no " + order.item);
        }
        long cents = Long.parseLong(price.getValueAsString()) * order.count;
        bills.put(id, order.count + " x " + order.item + ": " + cents + " cents");
    }

    @OnStream(stream = "REFUSED_ORDERS", consumer = "refusals", create = true)
    void refuse(@Header("Gannet-Subject") String subject, @Header("Gannet-Error") String error)
            throws IOException, JetStreamApiException {
        bills.put(subject.substring("orders.".length()), "refused: " + error);
    }
}
