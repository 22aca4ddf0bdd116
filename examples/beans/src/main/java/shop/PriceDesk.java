package shop;

import dev.gannet.api.OnSubject;
import dev.gannet.api.Token;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows what things cost. Of several with the same queue, in as many JVMs, one gets each message. */
@ApplicationScoped
public class PriceDesk {
    @OnSubject(value = "prices.*", queue = "price-desk")
    Price price(@Token String item) {
        return new Price(item, 50 * item.length());
    }

    /** What a method returns is the answer, as JSON. */
    public record Price(String item, int cents) {}
}
