package shop;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.io.IOException;

/** Makes the streams when the application starts. One that is there stays. */
@ApplicationScoped
public class Streams {
    void make(@Observes Startup event, Connection connection) throws IOException, JetStreamApiException {
        make("ORDERS", "orders.*", connection);
        make("REFUSED_ORDERS", "refused.orders", connection);
    }

    private static void make(String name, String subject, Connection connection)
            throws IOException, JetStreamApiException {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(subject)
                        .build());
    }
}
