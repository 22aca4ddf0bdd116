package shop;

import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingConnectionFactory;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;

/** Takes orders over HTTP, and has them packed. */
@ConnectionFactoryDefinition(
        name = "java:app/gannet/connections",
        interfaceName = "dev.gannet.api.MessagingConnectionFactory",
        resourceAdapter = "gannet",
        transactionSupport = TransactionSupportLevel.LocalTransaction,
        properties = {"name=order-desk", "url=${MPCONFIG=gannet.client.url}"})
@Path("orders")
@RequestScoped
public class OrderDesk {
    @Resource(lookup = "java:app/gannet/connections")
    MessagingConnectionFactory connections;

    /** All of an order or nothing: messages go out when the transaction is committed. */
    @POST
    @Transactional
    public String order(String items) {
        String[] each = items.split(",", -1);
        try (MessagingConnection connection = connections.getConnection()) {
            for (String item : each) {
                if (item.isBlank()) {
                    throw new BadRequestException();
                }
                connection.publish("warehouse.pack", item);
            }
        }
        return each.length + " ordered";
    }

    @GET
    public String packed() {
        try (MessagingConnection connection = connections.getConnection()) {
            return connection
                    .request("warehouse.packed", "", Duration.ofSeconds(5))
                    .text();
        }
    }
}
