package shop;

import dev.gannet.api.Bucket;
import dev.gannet.api.Messaging;
import dev.gannet.api.PubAck;
import dev.gannet.api.PublishOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueEntry;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.time.Duration;

/** Takes orders over HTTP. When it has answered, the order is on the disk. */
@Path("orders/{id: \\d+}")
@RequestScoped
public class OrderDesk {
    @Inject
    Messaging messaging;

    @Inject
    @Bucket(value = "bills", create = true)
    KeyValue bills;

    /** Who has got no answer asks again: the stream keeps one message of an id. */
    @PUT
    public String order(@PathParam("id") String id, String order) {
        PubAck kept = messaging.publishAcknowledged(
                "orders." + id, order, PublishOptions.none().messageId(id), Duration.ofSeconds(5));
        return kept.duplicate() ? "taken before" : "taken";
    }

    /** Until there is a bill: come back in a second. */
    @GET
    public String bill(@PathParam("id") String id) throws IOException, JetStreamApiException {
        KeyValueEntry bill = bills.get(id);
        if (bill == null) {
            throw new ServiceUnavailableException(1L);
        }
        return bill.getValueAsString();
    }
}
