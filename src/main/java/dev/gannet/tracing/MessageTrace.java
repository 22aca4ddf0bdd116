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
import org.jspecify.annotations.Nullable;

/**
 * What happens to one message on this server, noted as it happens and told at the end (CP-230..238).
 *
 * <p><b>Owner:</b> the event loop that routes the message, until the last stream has said what became of it.
 */
public final class MessageTrace {
    /** Most steps that one event names; of more it names the first. Some 3 MB of JSON. */
    static final int STEPS_MAX = 16_384;

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

    /** Something that happened to the message, behind where it came in. */
    private sealed interface Step {
        /** Appends it as a part of the event. */
        void append(StringBuilder out);
    }

    /** It goes to another subject. */
    private record Mapped(Instant time, String to) implements Step {
        @Override
        public void append(StringBuilder out) {
            begin(out, "sm", time);
            GoJson.quoteBytes(out.append(",\"to\":"), to).append('}');
        }
    }

    /** It goes to an account that imports a stream. */
    private record StreamExported(Instant time, String account, String to) implements Step {
        @Override
        public void append(StringBuilder out) {
            begin(out, "se", time);
            GoJson.quote(out.append(",\"acc\":"), account);
            GoJson.quoteBytes(out.append(",\"to\":"), to).append('}');
        }
    }

    /** It goes to an account as a request, or as the answer to one. */
    private record ServiceImported(Instant time, String account, String from, String to) implements Step {
        @Override
        public void append(StringBuilder out) {
            begin(out, "si", time);
            GoJson.quote(out.append(",\"acc\":"), account);
            GoJson.quoteBytes(out.append(",\"from\":"), from);
            GoJson.quoteBytes(out.append(",\"to\":"), to).append('}');
        }
    }

    /** A subscription got it, or did not; {@code account} is empty if it is that where the message came in. */
    private record Delivery(
            Instant time,
            Subscription subscription,
            String account,
            @Nullable NotDelivered failure) implements Step {
        @Override
        public void append(StringBuilder out) {
            begin(out, "eg", time);
            client(
                    out,
                    subscription.subscriber().cid(),
                    subscription.subscriber().name());
            if (!account.isEmpty()) {
                GoJson.quote(out.append(",\"acc\":"), account);
            }
            GoJson.quoteBytes(out.append(",\"sub\":"), subscription.subject());
            String queue = subscription.queue();
            if (queue != null) {
                GoJson.quoteBytes(out.append(",\"queue\":"), queue);
            }
            if (failure != null) {
                GoJson.quote(out.append(",\"error\":"), failure.text());
            }
            out.append('}');
        }
    }

    /**
     * What became of the message in a stream.
     *
     * @param subject of the stream's own making, as bytes, one in each char; empty if it was refused before it had one
     * @param unwanted whether it is not kept since nobody waits for it
     * @param error why it is not stored, as bytes, one in each char; empty if nothing was wrong
     */
    public record InStream(String subject, boolean unwanted, String error) {}

    /** A stream takes the message, or would; what becomes of it there is known later (CP-236, CP-241). */
    public static final class StreamStep implements Step {
        private final String stream;
        private Instant time;
        private InStream fate = new InStream("", false, "");

        private StreamStep(Instant time, String stream) {
            this.time = time;
            this.stream = stream;
        }

        @Override
        public void append(StringBuilder out) {
            begin(out, "js", time);
            GoJson.quoteBytes(out.append(",\"stream\":"), stream);
            if (!fate.subject().isEmpty()) {
                GoJson.quoteBytes(out.append(",\"subject\":"), fate.subject());
            }
            if (fate.unwanted()) {
                out.append(",\"nointerest\":true");
            }
            if (!fate.error().isEmpty()) {
                GoJson.quoteBytes(out.append(",\"error\":"), fate.error());
            }
            out.append('}');
        }
    }

    private final Clock clock;
    private final TraceHeaders headers;
    private final String destination;
    private final boolean only;
    private final Ingress ingress;
    private final Instant started;
    private final List<Step> steps = new ArrayList<>(4);
    private String ingressError = "";
    private boolean incomplete;
    private int open; // Streams that have not said yet what became of the message.
    private @Nullable Runnable whenComplete;

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

    /** Returns whether there was more than an event may name. */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** Notes why the message was refused. */
    public void refused(String error) {
        ingressError = error;
    }

    /** Notes that the message goes to another subject (CP-233); {@code to} as bytes, one in each char. */
    public void mapped(String to) {
        note(new Mapped(clock.instant(), to));
    }

    /** Notes that it goes to an account that imports a stream, and what it is called there (CP-234). */
    public void streamExported(String account, String to) {
        note(new StreamExported(clock.instant(), account, to));
    }

    /** Notes that it goes to another account, as a request or as the answer to one (CP-235). */
    public void serviceImported(String account, String from, String to) {
        note(new ServiceImported(clock.instant(), account, from, to));
    }

    /** Notes that a subscription in {@code account} got the message, or would have got it. */
    public void delivered(Subscription subscription, String account) {
        note(new Delivery(clock.instant(), subscription, elsewhere(account), null));
    }

    /** Notes that a subscription in {@code account} that matches did not get the message. */
    public void notDelivered(Subscription subscription, String account, NotDelivered reason) {
        note(new Delivery(clock.instant(), subscription, elsewhere(account), reason));
    }

    /** Notes that a stream takes the message, or would; {@link #decided} says later what became of it. */
    public StreamStep reached(String stream) {
        StreamStep step = new StreamStep(clock.instant(), stream);
        note(step);
        open++;
        return step;
    }

    /** Notes what became of the message in a stream; once for each. */
    public void decided(StreamStep step, InStream fate) {
        step.fate = fate;
        if (!fate.subject().isEmpty()) {
            step.time = clock.instant();
        }
        open--;
        complete();
    }

    /** Has something done, once, when all streams have said what became of the message; at once if they have. */
    public void whenComplete(Runnable action) {
        whenComplete = action;
        complete();
    }

    private void complete() {
        Runnable action = whenComplete;
        if (open == 0 && action != null) {
            whenComplete = null;
            action.run();
        }
    }

    private String elsewhere(String account) {
        return account.equals(ingress.account()) ? "" : account;
    }

    private void note(Step step) {
        if (steps.size() == STEPS_MAX) {
            incomplete = true;
            return;
        }
        steps.add(step);
    }

    /**
     * Returns the event.
     *
     * @param server the JSON of what an event says of its server
     */
    public ServerMessage event(String server) {
        StringBuilder out = new StringBuilder(512 + 128 * steps.size());
        out.append("{\"server\":").append(server).append(",\"request\":{\"header\":");
        GoJson.quoteFields(out, headers.fields());
        out.append(",\"msgsize\":").append(ingress.size()).append("},\"events\":[");
        appendIngress(out);
        for (Step step : steps) {
            step.append(out.append(','));
        }
        EventEncoding encoding = headers.encoding();
        byte[] json = out.append("]}").toString().getBytes(UTF_8);
        return new ServerMessage(destination, null, encoding.headers(), encoding.encode(json));
    }

    private void appendIngress(StringBuilder out) {
        begin(out, "in", started);
        client(out, ingress.cid(), ingress.name());
        GoJson.quote(out.append(",\"acc\":"), ingress.account());
        GoJson.quoteBytes(out.append(",\"subj\":"), ingress.subject());
        if (!ingressError.isEmpty()) {
            GoJson.quoteBytes(out.append(",\"error\":"), ingressError);
        }
        out.append('}');
    }

    private static void begin(StringBuilder out, String type, Instant time) {
        out.append("{\"type\":\"")
                .append(type)
                .append("\",\"ts\":\"")
                .append(GoTime.format(time))
                .append('"');
    }

    private static void client(StringBuilder out, long cid, String name) {
        out.append(",\"kind\":").append(CLIENT).append(",\"cid\":").append(cid);
        if (!name.isEmpty()) {
            GoJson.quote(out.append(",\"name\":"), name);
        }
    }
}
