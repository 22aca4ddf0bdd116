package shop;

import dev.gannet.api.Endpoint;
import dev.gannet.api.Messaging;
import dev.gannet.api.Service;
import dev.gannet.api.ServiceException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows what is there. As a service it is found, described and counted: {@code nats micro info stock}. */
@ApplicationScoped
@Service(name = "stock", version = "1.0.0", description = "What is there, and what is taken")
public class Stock {
    private final Map<String, Integer> pieces = new ConcurrentHashMap<>(Map.of("pen", 10, "ink", 2));

    @Inject
    Messaging messaging;

    /** The question is JSON, the answer text; what is thrown is an answer too. One call at a time, in their order. */
    @Endpoint(subject = "stock.take")
    String take(Order order) {
        int left = pieces.getOrDefault(order.item, 0) - order.count;
        if (left < 0) {
            throw new ServiceException(409, "not enough: " + order.item);
        }
        pieces.put(order.item, left);
        messaging.publish("stock.taken." + order.item, String.valueOf(order.count)); // To whom it may concern.
        return left + " left";
    }
}
