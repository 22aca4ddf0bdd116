package dev.gannet.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.Clock;
import dev.gannet.base.GoTime;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.GoJson;
import dev.gannet.protocol.ServerMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one message on this server, noted as it happens and told at the end (CP-230..238).
 *
 * <p><b>Owner:</b> the event loop that routes the message, for as long as that takes.
 */
public final class MessageTrace {
    /** Most deliveries that one event names; of more it names the first. Some 3 MB of JSON. */
    static final int DELIVERIES_MAX = 16_384;

    private static final int CLIENT = 0; // CP-238

    /**
     * Where the message came in.
     *
     * @param cid the client's id
     * @param name what it calls itself, or an empty text
     * @param subject as bytes, one in each char
     * @param size bytes of headers and payload
     */
    public record Ingress(long cid, String name, String account, String subject, int size) {}

    private record Delivery(
            Instant time,
            Subscription subscription,
            @Nullable NotDelivered failure) {}

    private final Clock clock;
    private final TraceHeaders headers;
    private final String destination;
    private final boolean only;
    private final Ingress ingress;
    private final Instant started;
    private final List<Delivery> deliveries = new ArrayList<>(4);
    private String ingressError = "";
    private boolean incomplete;
    private @Nullable String mappedTo;
    private @Nullable Instant mappedAt;

    /** {@code destination} is a valid subject, to which the publisher may publish. */
    public MessageTrace(Clock clock, TraceHeaders headers, String destination, Ingress ingress) {
        this.clock = clock;
        this.headers = headers;
        this.destination = destination;
        this.only = headers.only();
        this.ingress = ingress;
        this.started = clock.instant();
    }

    /** Returns whether the message is not to be delivered. */
    public boolean only() {
        return only;
    }

    /** Returns whether there were more deliveries than an event may name. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Notes why the message was refused. */
    public void refused(String error) {
        ingressError = error;
    }

    /** Notes that the message goes to another subject (CP-233); {@code to} as bytes, one in each char. */
    public void mapped(String to) {
        mappedTo = to;
        mappedAt = clock.instant();
    }

    /** Notes that a subscription got the message, or would have got it. */
    public void delivered(Subscription subscription) {
        note(subscription, null);
    }

    /** Notes that a subscription that matches did not get the message. */
    public void notDelivered(Subscription subscription, NotDelivered reason) {
        note(subscription, reason);
    }

    private void note(Subscription subscription, @Nullable NotDelivered failure) {
        if (deliveries.size() == DELIVERIES_MAX) {
            incomplete = true;
            return;
        }
        deliveries.add(new Delivery(clock.instant(), subscription, failure));
    }

    /**
     * Returns the event.
     *
     * @param server the JSON of what an event says of its server
     */
    public ServerMessage event(String server) {
        StringBuilder out = new StringBuilder(512 + 128 * deliveries.size());
        out.append("{\"server\":").append(server).append(",\"request\":{\"header\":");
        appendHeaders(out);
        out.append(",\"msgsize\":").append(ingress.size()).append("},\"events\":[");
        appendIngress(out);
        appendMapping(out);
        for (Delivery delivery : deliveries) {
            append(out.append(','), delivery);
        }
        EventEncoding encoding = headers.encoding();
        byte[] json = out.append("]}").toString().getBytes(UTF_8);
        return new ServerMessage(destination, null, encoding.headers(), encoding.encode(json));
    }

    private void appendHeaders(StringBuilder out) {
        char separator = '{';
        for (Map.Entry<String, List<String>> field : headers.fields().entrySet()) {
            GoJson.quoteBytes(out.append(separator), field.getKey()).append(':');
            char next = '[';
            for (String value : field.getValue()) {
                GoJson.quoteBytes(out.append(next), value);
                next = ',';
            }
            out.append(']');
            separator = ',';
        }
        out.append('}');
    }

    private void appendIngress(StringBuilder out) {
        begin(out, "in", started, ingress.cid(), ingress.name());
        GoJson.quote(out.append(",\"acc\":"), ingress.account());
        GoJson.quoteBytes(out.append(",\"subj\":"), ingress.subject());
        if (!ingressError.isEmpty()) {
            GoJson.quoteBytes(out.append(",\"error\":"), ingressError);
        }
        out.append('}');
    }

    private void appendMapping(StringBuilder out) {
        if (mappedTo != null && mappedAt != null) {
            out.append(",{\"type\":\"sm\",\"ts\":\"")
                    .append(GoTime.format(mappedAt))
                    .append('"');
            GoJson.quoteBytes(out.append(",\"to\":"), mappedTo).append('}');
        }
    }

    private static void append(StringBuilder out, Delivery delivery) {
        Subscription subscription = delivery.subscription;
        begin(
                out,
                "eg",
                delivery.time,
                subscription.subscriber().cid(),
                subscription.subscriber().name());
        GoJson.quoteBytes(out.append(",\"sub\":"), subscription.subject());
        String queue = subscription.queue();
        if (queue != null) {
            GoJson.quoteBytes(out.append(",\"queue\":"), queue);
        }
        if (delivery.failure != null) {
            GoJson.quote(out.append(",\"error\":"), delivery.failure.text());
        }
        out.append('}');
    }

    private static void begin(StringBuilder out, String type, Instant time, long cid, String name) {
        out.append("{\"type\":\"").append(type).append("\",\"ts\":\"").append(GoTime.format(time));
        out.append("\",\"kind\":").append(CLIENT).append(",\"cid\":").append(cid);
        if (!name.isEmpty()) {
            GoJson.quote(out.append(",\"name\":"), name);
        }
    }
}
