package shop;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** Where customers come, over HTTP. It knows subjects, and not who listens to them, nor where. */
@Path("/")
@RequestScoped
public class Counter {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    Messaging messaging;

    @GET
    @Path("prices/{item}")
    public String price(@PathParam("item") String item) {
        return ask("prices." + item, "");
    }

    @POST
    @Path("orders")
    public String order(String order) {
        return ask("stock.take", order);
    }

    /** An error of the other side is one of ours, with the same code. */
    private String ask(String subject, String question) {
        Message answer = messaging.request(subject, question, PATIENCE);
        String code = answer.header("Nats-Service-Error-Code");
        if (code == null) {
            return answer.text();
        }
        throw new WebApplicationException(Response.status(Integer.parseInt(code))
                .entity(answer.header("Nats-Service-Error"))
                .build());
    }
}
