package dev.gannet.jetstream.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.interest.Matches;
import dev.gannet.protocol.EventIds;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.protocol.WireText;
import dev.gannet.protocol.json.JsonWriter;
import dev.gannet.subject.Subjects;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Publishes advisories, to those who listen: what nobody hears is not made (JA-87, JA-88, JA-110 to JA-113). Any thread.
 */
public final class Advisories {
    /** Where requests to the API are told of. */
    public static final String API = "$JS.EVENT.ADVISORY.API";

    private static final String LIMIT_REACHED = "$JS.EVENT.ADVISORY.API.LIMIT_REACHED";
    private static final String STREAM = "$JS.EVENT.ADVISORY.STREAM.";
    private static final String TYPE = "io.nats.jetstream.advisory.v1.";

    private final AdvisoryHost host;
    private final EventIds ids;

    public Advisories(AdvisoryHost host, EventIds ids) {
        this.host = host;
        this.ids = ids;
    }

    /** Returns whether anybody in an account listens to a subject. */
    public boolean isHeard(Account account, String subject) {
        if (!Subjects.isPublishable(subject)) {
            return false;
        }
        byte[] bytes = subject.getBytes(ISO_8859_1);
        Matches matches = new Matches();
        account.interest().match(bytes, 0, bytes.length, matches);
        return !matches.isEmpty();
    }

    /**
     * A request to the API has its answer.
     *
     * @param client who asked, as JSON, or null if nobody is known
     * @param subject what was asked
     * @param request its body, of which each char is a byte
     * @param response the answer, of which each char is a character
     */
    public record ApiAudit(@Nullable String client, String subject, String request, String response) {}

    /** Tells of a request to the API. */
    public void told(Account account, ApiAudit audit) {
        JsonWriter json = advisory("api_audit").text("server", WireText.encode(host.serverName()));
        if (audit.client() != null) {
            json.raw("client", audit.client());
        }
        json.text("subject", audit.subject())
                .textIfAny("request", audit.request())
                .text("response", WireText.encode(audit.response()));
        publish(account, API, json);
    }

    /** Tells what became of a stream, if anybody listens. */
    public void told(Account account, String stream, StreamAction action) {
        String subject = STREAM + action + "." + stream;
        if (isHeard(account, subject)) {
            publish(
                    account,
                    subject,
                    advisory("stream_action").text("stream", stream).text("action", action.word()));
        }
    }

    /** Tells the system account that requests were dropped, if anybody listens. */
    public void dropped(Account system, long requests) {
        if (isHeard(system, LIMIT_REACHED)) {
            JsonWriter json = advisory("api_limit_reached").text("server", WireText.encode(host.serverName()));
            publishAsIs(system, LIMIT_REACHED, withDomain(json).number("dropped", requests));
        }
    }

    Instant now() {
        return host.now();
    }

    /** Returns the beginning of an advisory. */
    JsonWriter advisory(String type) {
        return begin(TYPE + type);
    }

    JsonWriter begin(String type) {
        return new JsonWriter().text("type", type).text("id", ids.next()).time("timestamp", host.now());
    }

    JsonWriter withDomain(JsonWriter json) {
        return json.textIfAny("domain", WireText.encode(host.domain()));
    }

    void publish(Account account, String subject, JsonWriter json) {
        publishAsIs(account, subject, withDomain(json));
    }

    void publishAsIs(Account account, String subject, JsonWriter json) {
        host.publish(account, new ServerMessage(subject, json.finish().getBytes(UTF_8)));
    }
}
