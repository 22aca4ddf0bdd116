package shop;

import dev.gannet.api.Bucket;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;

/** Says what things cost, in a bucket: {@code nats kv watch prices} sees it too. */
@Path("prices/{item}")
@RequestScoped
public class PriceList {
    @Inject
    @Bucket(value = "prices", create = true)
    KeyValue prices;

    @PUT
    public void set(@PathParam("item") String item, String cents) throws IOException, JetStreamApiException {
        prices.put(item, cents);
    }
}
